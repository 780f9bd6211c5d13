// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.otlp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/** A real OTLP receiver on any free port; decodes with the official protobuf. */
public final class Receiver implements AutoCloseable {
  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private final String protocol;
  private final int port;
  private final Runnable stop;

  private Receiver(String protocol, Starter starter) throws IOException {
    this.protocol = protocol;
    Started started = starter.start(received);
    this.port = started.port();
    this.stop = started.stop();
  }

  /** OTLP by HTTP/protobuf. */
  public static Receiver http() throws IOException {
    return httpOn(loopback(0));
  }

  /** OTLP by HTTP/protobuf on this port. */
  static Receiver httpOn(int port) throws IOException {
    return httpOn(loopback(port));
  }

  /** OTLP by HTTP/protobuf at this address, for pods. */
  public static Receiver httpOn(InetSocketAddress address) throws IOException {
    return new Receiver(
        "http/protobuf",
        queue ->
            serve(
                address,
                exchange -> {
                  queue.add(decode(exchange));
                  byte[] body = ExportMetricsServiceResponse.getDefaultInstance().toByteArray();
                  exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
                  exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
                  exchange.close();
                }));
  }

  /** OTLP by gRPC. */
  static Receiver grpc() throws IOException {
    return grpc(ExportMetricsServiceResponse.getDefaultInstance());
  }

  /** Answers every push with an error and a page for people. */
  static Receiver garbage() throws IOException {
    return new Receiver(
        "http/protobuf",
        queue ->
            serve(
                loopback(0),
                exchange -> {
                  byte[] body = "<html><h1>It works!</h1></html>".getBytes(StandardCharsets.UTF_8);
                  exchange.getRequestBody().readAllBytes();
                  exchange.getResponseHeaders().set("Content-Type", "text/html");
                  exchange.sendResponseHeaders(500, body.length);
                  exchange.getResponseBody().write(body);
                  exchange.close();
                }));
  }

  /** Takes each push and answers it so. */
  static Receiver answering(int status, byte[] body) throws IOException {
    return new Receiver(
        "http/protobuf",
        queue ->
            serve(
                loopback(0),
                exchange -> {
                  queue.add(decode(exchange));
                  exchange.sendResponseHeaders(status, body.length);
                  exchange.getResponseBody().write(body);
                  exchange.close();
                }));
  }

  /** OTLP by gRPC that answers each push so. */
  static Receiver grpc(ExportMetricsServiceResponse answer) throws IOException {
    return new Receiver("grpc", queue -> serveGrpc(queue, answer));
  }

  /** Takes the push and never answers. */
  static Receiver hanging() throws IOException {
    return new Receiver(
        "http/protobuf",
        queue -> serve(loopback(0), exchange -> exchange.getRequestBody().readAllBytes()));
  }

  /** The {@code otel.*} settings that lead here. */
  public Map<String, String> settings() {
    return settings(protocol, port);
  }

  static Map<String, String> settings(String protocol, int port) {
    return Map.of(
        "otel.exporter.otlp.protocol",
        protocol,
        "otel.exporter.otlp.endpoint",
        "http://127.0.0.1:" + port,
        "otel.metric.export.interval",
        "100",
        "otel.java.exporter.otlp.retry.disabled",
        "true");
  }

  public int port() {
    return port;
  }

  /** The next push. */
  public Received next() throws InterruptedException {
    Received next = received.poll(20, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing was pushed within 20 s");
    }
    return next;
  }

  /** The next push with such a metric. */
  public Received nextWith(String metric) throws InterruptedException {
    Received next = next();
    while (next.of(metric, point -> true).isEmpty()) {
      next = next();
    }
    return next;
  }

  @Override
  public void close() {
    stop.run();
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private static Started serve(InetSocketAddress address, HttpHandler handler) throws IOException {
    HttpServer server = HttpServer.create(address, 0);
    ExecutorService threads = Executors.newCachedThreadPool();
    server.setExecutor(threads);
    server.createContext("/v1/metrics", handler);
    server.start();
    return new Started(
        server.getAddress().getPort(),
        () -> {
          server.stop(0);
          threads.shutdownNow();
        });
  }

  private static Started serveGrpc(
      BlockingQueue<Received> queue, ExportMetricsServiceResponse answer) throws IOException {
    MethodDescriptor<ExportMetricsServiceRequest, ExportMetricsServiceResponse> export =
        MethodDescriptor.<ExportMetricsServiceRequest, ExportMetricsServiceResponse>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("opentelemetry.proto.collector.metrics.v1.MetricsService/Export")
            .setRequestMarshaller(
                new Marshaller<>(
                    ExportMetricsServiceRequest::toByteArray,
                    ExportMetricsServiceRequest::parseFrom))
            .setResponseMarshaller(
                new Marshaller<>(
                    ExportMetricsServiceResponse::toByteArray,
                    ExportMetricsServiceResponse::parseFrom))
            .build();
    Server server =
        NettyServerBuilder.forAddress(loopback(0))
            .addService(
                ServerServiceDefinition.builder(
                        "opentelemetry.proto.collector.metrics.v1.MetricsService")
                    .addMethod(
                        export,
                        ServerCalls.asyncUnaryCall(
                            (request, observer) -> {
                              queue.add(Received.of(request));
                              observer.onNext(answer);
                              observer.onCompleted();
                            }))
                    .build())
            .build()
            .start();
    return new Started(server.getPort(), server::shutdownNow);
  }

  private static Received decode(HttpExchange exchange) throws IOException {
    boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    InputStream body = exchange.getRequestBody();
    try (InputStream plain = zipped ? new GZIPInputStream(body) : body) {
      return Received.of(ExportMetricsServiceRequest.parseFrom(plain));
    }
  }

  private interface Starter {
    Started start(BlockingQueue<Received> queue) throws IOException;
  }

  private record Started(int port, Runnable stop) {}

  private interface Parser<T> {
    T parse(InputStream stream) throws IOException;
  }

  private record Marshaller<T>(Function<T, byte[]> write, Parser<T> read)
      implements MethodDescriptor.Marshaller<T> {
    @Override
    public InputStream stream(T value) {
      return new ByteArrayInputStream(write.apply(value));
    }

    @Override
    public T parse(InputStream stream) {
      try {
        return read.parse(stream);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

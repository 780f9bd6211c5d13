// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.otlp;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.GrpcSender;
import io.opentelemetry.sdk.common.export.GrpcSenderConfig;
import io.opentelemetry.sdk.common.export.GrpcSenderProvider;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Listens to what servers answer, which the SDK's exporters keep to themselves: partial success,
 * status, and words. An exporter makes its sender while it is built, so whoever is given the
 * exporter takes the line to its sender from here. Built by one thread.
 */
final class WatchedSenders {
  private @Nullable Line line;

  /** Where the exporter built last pushes to, and what is answered; empty if it sends nothing. */
  Optional<Line> take() {
    Optional<Line> taken = Optional.ofNullable(line);
    line = null;
    return taken;
  }

  HttpSenderProvider watchHttp(HttpSenderProvider provider) {
    return config -> new WatchedHttp(provider.createSender(config), open(config));
  }

  GrpcSenderProvider watchGrpc(GrpcSenderProvider provider) {
    return config -> new WatchedGrpc(provider.createSender(config), open(config));
  }

  private Line open(HttpSenderConfig config) {
    return open(new Destination(config.getEndpoint(), config.getHeadersSupplier()));
  }

  private Line open(GrpcSenderConfig config) {
    return open(new Destination(config.getEndpoint(), config.getHeadersSupplier()));
  }

  private Line open(Destination destination) {
    Line opened = new Line(destination, new AtomicReference<>());
    line = opened;
    return opened;
  }

  /**
   * To one server.
   *
   * @param last what it answered last, until somebody takes it
   */
  record Line(Destination destination, AtomicReference<@Nullable PushAnswer> last) {
    Optional<PushAnswer> take() {
      return Optional.ofNullable(last.getAndSet(null));
    }
  }

  private record WatchedHttp(HttpSender sender, Line line) implements HttpSender {
    @Override
    public void send(
        MessageWriter message, Consumer<HttpResponse> onResponse, Consumer<Throwable> onError) {
      sender.send(
          message,
          response -> {
            line.last.set(PushAnswer.of(response));
            onResponse.accept(response);
          },
          error -> {
            line.last.set(PushAnswer.of(error));
            onError.accept(error);
          });
    }

    @Override
    public CompletableResultCode shutdown() {
      return sender.shutdown();
    }
  }

  private record WatchedGrpc(GrpcSender sender, Line line) implements GrpcSender {
    @Override
    public void send(
        MessageWriter message, Consumer<GrpcResponse> onResponse, Consumer<Throwable> onError) {
      sender.send(
          message,
          response -> {
            line.last.set(PushAnswer.of(response));
            onResponse.accept(response);
          },
          error -> {
            line.last.set(PushAnswer.of(error));
            onError.accept(error);
          });
    }

    @Override
    public CompletableResultCode shutdown() {
      return sender.shutdown();
    }
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload.kube;

import io.keplerotel.agent.workload.kube.ApiCalls.TooSoonException;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Another client, whose every request is counted, and is not sent before the server allows it.
 * fabric8 honours {@code Retry-After} only in retries of its own, which are off, and sends no
 * pings.
 */
final class GuardedClient extends HttpClient {
  private final HttpClient inner;
  private final ApiCalls calls;
  private final Heartbeat heartbeat;

  GuardedClient(HttpClient inner, ApiCalls calls, Heartbeat heartbeat) {
    this.inner = inner;
    this.calls = calls;
    this.heartbeat = heartbeat;
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    calls.ask();
    return noted(inner.send(request, handler));
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler) {
    return sendAsync(request, handler, null);
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request,
      BodyHandler<T> handler,
      @Nullable PushPromiseHandler<T> pushPromiseHandler) {
    try {
      calls.ask();
    } catch (TooSoonException e) {
      return CompletableFuture.failedFuture(e);
    }
    return inner.sendAsync(request, handler, pushPromiseHandler).thenApply(this::noted);
  }

  @Override
  public WebSocket.Builder newWebSocketBuilder() {
    return new Builder(inner.newWebSocketBuilder());
  }

  private <T> HttpResponse<T> noted(HttpResponse<T> response) {
    calls.answered(response.uri(), response.statusCode(), response.headers());
    return response;
  }

  private final class Builder implements WebSocket.Builder {
    private final WebSocket.Builder builder;

    Builder(WebSocket.Builder builder) {
      this.builder = builder;
    }

    @Override
    public WebSocket.Builder header(String name, String value) {
      builder.header(name, value);
      return this;
    }

    @Override
    public WebSocket.Builder connectTimeout(Duration timeout) {
      builder.connectTimeout(timeout);
      return this;
    }

    @Override
    public WebSocket.Builder subprotocols(String mostPreferred, String... lesserPreferred) {
      builder.subprotocols(mostPreferred, lesserPreferred);
      return this;
    }

    @Override
    public CompletableFuture<WebSocket> buildAsync(URI uri, WebSocket.Listener listener) {
      try {
        calls.ask();
      } catch (TooSoonException e) {
        return CompletableFuture.failedFuture(e);
      }
      return builder
          .buildAsync(uri, heartbeat.on(listener))
          .whenComplete((socket, failure) -> note(uri, failure));
    }

    private void note(URI uri, @Nullable Throwable failure) {
      Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
      if (cause instanceof WebSocketHandshakeException refused) {
        HttpResponse<?> response = refused.getResponse();
        calls.answered(uri, response.statusCode(), response.headers());
      } else if (cause == null) {
        calls.opened();
      }
    }
  }

  @Override
  public Optional<CookieHandler> cookieHandler() {
    return inner.cookieHandler();
  }

  @Override
  public Optional<Duration> connectTimeout() {
    return inner.connectTimeout();
  }

  @Override
  public Redirect followRedirects() {
    return inner.followRedirects();
  }

  @Override
  public Optional<ProxySelector> proxy() {
    return inner.proxy();
  }

  @Override
  public SSLContext sslContext() {
    return inner.sslContext();
  }

  @Override
  public SSLParameters sslParameters() {
    return inner.sslParameters();
  }

  @Override
  public Optional<Authenticator> authenticator() {
    return inner.authenticator();
  }

  @Override
  public Version version() {
    return inner.version();
  }

  @Override
  public Optional<Executor> executor() {
    return inner.executor();
  }

  @Override
  public boolean awaitTermination(Duration duration) throws InterruptedException {
    return inner.awaitTermination(duration);
  }

  @Override
  public boolean isTerminated() {
    return inner.isTerminated();
  }

  @Override
  public void shutdown() {
    inner.shutdown();
  }

  @Override
  public void shutdownNow() {
    inner.shutdownNow();
  }

  @Override
  public void close() {
    inner.close();
  }
}

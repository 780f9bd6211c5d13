// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload.kube;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Counts requests, and remembers why the last one failed. Called by the client's threads. */
final class ApiCalls implements Interceptor {
  private final LongAdder asked = new LongAdder();
  private volatile String refusal = "";

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    asked.increment();
  }

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    int code = response.code();
    boolean good = code < 300;
    if (!isSideQuestion(request)) {
      refusal = good ? "" : Refusal.of(code);
    }
  }

  /** Of requests whose exception is not an answer's status. */
  void failed(Throwable failure) {
    refusal = Refusal.of(failure);
  }

  /** Why the last request failed; empty where it did not, or nobody answers. */
  String refusal() {
    return refusal;
  }

  /** Requests so far, answered or not. */
  long count() {
    return asked.sum();
  }

  /** The node's own uid is nice to have; nothing depends on it. */
  private static boolean isSideQuestion(HttpRequest request) {
    return request.uri().getPath().contains("/nodes/");
  }
}

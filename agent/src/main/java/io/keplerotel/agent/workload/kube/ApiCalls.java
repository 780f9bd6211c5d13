// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload.kube;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Counts requests, and remembers why the last one failed and when the server wants the next one,
 * before which none is sent: fabric8 honours {@code Retry-After} only in retries of its own, which
 * are off. Called by the client's threads.
 */
final class ApiCalls implements Interceptor {
  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int GONE = 410;

  /** No server may silence the agent for longer. */
  private static final long MOST_WAIT_S = 60;

  /**
   * So many watches in a row are not too old, since the list is read again in between, whatever the
   * server says; and each try costs two calls.
   */
  private static final int MANY_GONE = 3;

  private static final long GONE_WAIT_S = 4;
  private static final long SECOND_NS = 1_000_000_000L;

  private final LongAdder asked = new LongAdder();
  private final AtomicBoolean expired = new AtomicBoolean();
  private final AtomicInteger goneInARow = new AtomicInteger();
  private volatile String refusal = "";
  private volatile long allowedNs = System.nanoTime();

  /** A request that was not sent, since the server has asked for time. */
  static final class TooSoonException extends IOException {
    TooSoonException() {
      super("the server wants to be asked later");
    }
  }

  /** Stands around each request, a watch's too. */
  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    URI uri = request.url().uri();
    // Where there are no WebSockets, a watch is an answer that goes on, and may be quiet for long.
    boolean endless = isWatch(uri) && request.header("Upgrade") == null;
    ask();
    Response response = (endless ? chain.withReadTimeout(0, SECONDS) : chain).proceed(request);
    if (response.code() == SWITCHING_PROTOCOLS) {
      opened();
    } else {
      answered(uri, response.code(), Optional.ofNullable(response.header("Retry-After")));
    }
    return response;
  }

  /** Counts a request; throws where the server does not want one yet. */
  void ask() throws TooSoonException {
    if (waitNs(System.nanoTime()) > 0) {
      throw new TooSoonException();
    }
    asked.increment();
  }

  /** Takes note of an answer, good or not. */
  void answered(URI uri, int code, Optional<String> retryAfter) {
    boolean good = code < 300;
    if (!isSideQuestion(uri)) {
      refusal = good ? "" : Refusal.of(code);
    }
    if (code == GONE && isWatch(uri)) {
      expired.set(true);
      if (goneInARow.incrementAndGet() >= MANY_GONE) {
        leaveAlone(GONE_WAIT_S);
      }
    }
    // Last, since the server's own word counts.
    if (!good) {
      seconds(retryAfter).ifPresent(this::leaveAlone);
    }
  }

  /** Takes note of a watch's connection. */
  void opened() {
    refusal = "";
    goneInARow.set(0);
  }

  /** Of requests whose exception is not an answer's status. */
  void failed(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof TooSoonException) {
        return;
      }
    }
    refusal = Refusal.of(failure);
  }

  /** Why the last request failed; empty where it did not, or nobody answers. */
  String refusal() {
    return refusal;
  }

  /** How long the server still wants to be left alone; 0 or less: not at all. */
  long waitNs(long nowNs) {
    return allowedNs - nowNs;
  }

  /** Whether a watch was refused as too old since this was last asked. */
  boolean takeExpired() {
    return expired.getAndSet(false);
  }

  /** Requests so far, answered or not. */
  long count() {
    return asked.sum();
  }

  /** A tenth more by lot, so that many agents do not come back at once. */
  private void leaveAlone(long seconds) {
    long leastNs = Math.min(seconds, MOST_WAIT_S) * SECOND_NS;
    allowedNs =
        System.nanoTime() + leastNs + ThreadLocalRandom.current().nextLong(leastNs / 10 + 1);
  }

  /** Kubernetes says it in seconds; a date, which HTTP also permits, is left to the own backoff. */
  private static OptionalLong seconds(Optional<String> retryAfter) {
    return retryAfter.filter(text -> text.matches("\\d{1,9}")).stream()
        .mapToLong(Long::parseLong)
        .findFirst();
  }

  /** The node's own uid is nice to have; nothing depends on it. */
  private static boolean isSideQuestion(URI uri) {
    return uri.getPath().contains("/nodes/");
  }

  private static boolean isWatch(URI uri) {
    return String.valueOf(uri.getQuery()).contains("watch=true");
  }
}

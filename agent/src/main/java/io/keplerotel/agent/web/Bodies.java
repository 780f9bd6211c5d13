// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web;

import io.keplerotel.agent.web.Answer.Made;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Makes bodies, one after the other, on a thread of its own: so many clients cost no more CPUs and
 * no more memory than one, and health does not wait for any of it. Who asks for what is being made
 * just then gets the same. Any thread.
 */
final class Bodies implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Bodies.class.getName());
  private static final int MOST_WAITING = 16;
  private static final long PATIENCE_S = 10;

  private final Map<Object, CompletableFuture<ZippedBody>> underway = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor maker =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MOST_WAITING),
          Thread.ofPlatform().daemon().name("web-bodies").factory());

  /**
   * Makes a body, or waits for it.
   *
   * @throws RefusedException if too much is asked for, or it cannot be made
   */
  ZippedBody of(Made made) throws RefusedException {
    CompletableFuture<ZippedBody> own = new CompletableFuture<>();
    CompletableFuture<ZippedBody> before = underway.putIfAbsent(made.key(), own);
    if (before == null) {
      begin(made, own);
    }
    try {
      return (before == null ? own : before).get(PATIENCE_S, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw refused(e.getCause());
    } catch (TimeoutException e) {
      throw RefusedException.busy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RefusedException.busy();
    }
  }

  private static RefusedException refused(@Nullable Throwable why) {
    if (why instanceof RejectedExecutionException) {
      return RefusedException.busy();
    }
    return why instanceof NoRoomException ? RefusedException.noRoom() : RefusedException.failed();
  }

  private void begin(Made made, CompletableFuture<ZippedBody> result) {
    try {
      maker.execute(() -> make(made, result));
    } catch (RejectedExecutionException e) {
      underway.remove(made.key(), result);
      result.completeExceptionally(e);
    }
  }

  private void make(Made made, CompletableFuture<ZippedBody> result) {
    // Where something worse is thrown, those who wait learn of it too.
    Throwable failure = new IllegalStateException("not made");
    ZippedBody body = null;
    try {
      body = ZippedBody.of(made.writing());
    } catch (NoRoomException e) {
      failure = e;
    } catch (Exception | LinkageError | StackOverflowError e) {
      LOG.log(Level.ERROR, "a page cannot be made; please report this", e);
      failure = e;
    } finally {
      // First this: who asks after an answer never gets that one again.
      underway.remove(made.key(), result);
      if (body != null) {
        result.complete(body);
      } else {
        result.completeExceptionally(failure);
      }
    }
  }

  @Override
  public void close() {
    maker.shutdownNow();
  }

  /** There is no body; what to answer in its place. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;

    private RefusedException(int status, String line) {
      super(line);
      this.status = status;
    }

    static RefusedException busy() {
      return new RefusedException(503, "too many ask for too much; try again in a second");
    }

    static RefusedException noRoom() {
      return new RefusedException(
          503, "the agent's memory has no room for this; /readyz says how much there is");
    }

    static RefusedException failed() {
      return new RefusedException(500, "this cannot be shown; the agent's log says why");
    }

    Answer answer() {
      return Answer.text(status, String.valueOf(getMessage()));
    }
  }
}

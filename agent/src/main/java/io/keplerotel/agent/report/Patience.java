// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.report;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** How long one answer may take, and who is told, once, that it takes long. */
public final class Patience {
  private static final Duration SILENT = Duration.ofSeconds(5);
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final Duration silent;
  private final Duration limit;
  private final Consumer<String> told;
  private final AtomicBoolean isTold = new AtomicBoolean();

  /**
   * Of a length.
   *
   * @param silent after which it is told
   * @param limit of one answer, to its last byte
   */
  Patience(Duration silent, Duration limit, Consumer<String> told) {
    this.silent = silent;
    this.limit = limit;
    this.told = told;
  }

  /**
   * The usual one: told after 5 s, lost after 3 minutes. The consumer is called by another thread.
   */
  public static Patience telling(Consumer<String> told) {
    return new Patience(SILENT, LIMIT, told);
  }

  Duration limit() {
    return limit;
  }

  /** The limit, for people. */
  String shown() {
    return limit.toSeconds() >= 60 ? limit.toMinutes() + " min" : limit.toMillis() + " ms";
  }

  /** Begins to wait for an answer. */
  Wait begin(String server) {
    Wait wait = new Wait(limit);
    after(silent)
        .execute(
            () -> {
              if (!wait.isOver() && isTold.compareAndSet(false, true)) {
                told.accept(
                    "waiting for %s, which has %s for each answer".formatted(server, shown()));
              }
            });
    return wait;
  }

  private static Executor after(Duration time) {
    return CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** For one answer. */
  static final class Wait implements AutoCloseable {
    private final long endNs;
    private final AtomicBoolean over = new AtomicBoolean();

    private Wait(Duration limit) {
      this.endNs = System.nanoTime() + limit.toNanos();
    }

    private boolean isOver() {
      return over.get();
    }

    /** The same, but it ends with a failure when the time is over, also where nothing comes. */
    InputStream limited(InputStream body) {
      after(Duration.ofNanos(Math.max(0, endNs - System.nanoTime())))
          .execute(
              () -> {
                if (!isOver()) {
                  close(body);
                }
              });
      return new Limited(body, endNs);
    }

    private static void close(InputStream body) {
      try {
        body.close();
      } catch (IOException ignored) {
        // Whoever reads it is told that the time is over.
      }
    }

    @Override
    public void close() {
      over.set(true);
    }
  }

  private static final class Limited extends FilterInputStream {
    private final long endNs;

    private Limited(InputStream body, long endNs) {
      super(body);
      this.endNs = endNs;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        int count = in.read(bytes, offset, length);
        if (System.nanoTime() - endNs < 0) {
          return count;
        }
      } catch (IOException e) {
        if (System.nanoTime() - endNs < 0) {
          throw e;
        }
      }
      throw new HttpTimeoutException("the time is over");
    }
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/**
 * Standard error, written by a thread of its own: who speaks never waits for who reads. What does
 * not fit into the queue is dropped, and said to be as soon as somebody reads again. Any thread.
 */
public final class Console {
  /** Some minutes of a bad day; half a megabyte at most. */
  private static final int MOST_WAITING = 1_000;

  private final OutputStream out;
  private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong unwritten = new AtomicLong();

  private volatile LongFunction<String> gap =
      "(%d messages were dropped here: nobody read them)%n"::formatted;

  private Console(OutputStream out) {
    this.out = out;
  }

  /** Standard error itself, past {@link System#err}, whose lock others may hold. */
  public static Console start() {
    return start(new FileOutputStream(FileDescriptor.err));
  }

  public static Console start(OutputStream out) {
    Console console = new Console(out);
    Thread.ofPlatform().daemon().name("log").start(console::write);
    return console;
  }

  /** Changes the line that says how many messages were dropped. */
  void sayGapsAs(LongFunction<String> line) {
    gap = line;
  }

  /** Says this, which ends with a line's end. */
  public void say(String text) {
    unwritten.incrementAndGet();
    if (!waiting.offer(text.getBytes(UTF_8))) {
      unwritten.decrementAndGet();
      dropped.incrementAndGet();
    }
  }

  /** Waits until all that was said is written, but no longer than this. */
  public void drain(Duration patience) {
    long endNs = System.nanoTime() + patience.toNanos();
    synchronized (this) {
      long leftNs = patience.toNanos();
      while (unwritten.get() > 0 && leftNs > 0) {
        try {
          TimeUnit.NANOSECONDS.timedWait(this, leftNs);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
        leftNs = endNs - System.nanoTime();
      }
    }
  }

  private void write() {
    try {
      while (true) {
        write(waiting.take());
        long lost = dropped.getAndSet(0);
        if (lost > 0) {
          write(gap.apply(lost).getBytes(UTF_8));
        }
        synchronized (this) {
          unwritten.decrementAndGet();
          notifyAll();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(byte[] text) {
    try {
      out.write(text);
      out.flush();
    } catch (IOException ignored) {
      // Closed or full: there is no place left to say it.
    } catch (RuntimeException | Error ignored) {
      // This thread is the only one that writes: it goes on, and says what was not written.
      dropped.incrementAndGet();
    }
  }
}

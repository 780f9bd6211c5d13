// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.calibrate;

import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread for each hardware thread of the machine, busy for a part of each tenth of a second. The
 * kernel places them where it likes. Daemons: they end with the process, however that ends.
 */
public final class BusyThreads implements Load {
  private static final long PERIOD_NS = 100_000_000L;
  private static final int ROUNDS = 2_000;

  /** Numbers of a thread, 256 KiB: more than the nearest cache, less than the next one. */
  private static final int NUMBERS = 1 << 15;

  private final Thread[] threads;
  private final Runnable work;
  private volatile double part;
  private volatile boolean over;
  private volatile @Nullable Throwable failure;

  private BusyThreads(int count, Runnable work) {
    this.threads = new Thread[count];
    this.work = work;
  }

  /** Starts so many, which rest until they are told otherwise. */
  public static BusyThreads start(int count) {
    return start(count, () -> {});
  }

  /** As above, with something more to do in each turn. */
  static BusyThreads start(int count, Runnable work) {
    BusyThreads busy = new BusyThreads(count, work);
    for (int i = 0; i < count; i++) {
      long offsetNs = PERIOD_NS * i / count;
      busy.threads[i] =
          Thread.ofPlatform().daemon().name("load-" + i).start(() -> busy.run(offsetNs));
    }
    return busy;
  }

  @Override
  public void set(double utilization) {
    part = Math.clamp(utilization, 0, 1);
    for (Thread thread : threads) {
      LockSupport.unpark(thread);
    }
  }

  @Override
  public Optional<String> failure() {
    return Optional.ofNullable(failure).map(Throwable::toString);
  }

  @Override
  public void close() {
    over = true;
    set(0);
  }

  private void run(long offsetNs) {
    try {
      LockSupport.parkNanos(offsetNs);
      Sums sums = new Sums();
      while (!over) {
        work.run();
        turn(sums);
      }
    } catch (
        Throwable e) { // Whatever it is: with a thread less, the load is not what it should be.
      failure = e;
    }
  }

  private void turn(Sums sums) {
    double busy = part;
    long startNs = System.nanoTime();
    long busyNs = Math.round(busy * PERIOD_NS);
    while (System.nanoTime() - startNs < busyNs && part == busy) {
      sums.add(ROUNDS);
    }
    if (busy < 1) {
      LockSupport.parkNanos(PERIOD_NS - (System.nanoTime() - startNs));
    }
  }

  /** Whole numbers, fractions and memory in turn, as programs use them. */
  private static final class Sums {
    private final double[] numbers = new double[NUMBERS];
    private long seed = System.nanoTime() | 1;

    void add(int rounds) {
      long next = seed;
      for (int i = 0; i < rounds; i++) {
        next ^= next << 13;
        next ^= next >>> 7;
        next ^= next << 17;
        int at = (int) (next & (NUMBERS - 1));
        numbers[at] = numbers[at] * 0.999 + next * 1e-18;
      }
      seed = next;
    }
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.status;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Optional;

/** The part of the heap for what lives long; bytes. Any thread. */
public interface Heap {
  /** What it may grow to. */
  long limitBytes();

  /** In use now, garbage included. */
  long usedBytes();

  /** In use when it was last cleared up; before that, in use now. */
  long liveBytes();

  /** Clears up. All threads wait for it, some milliseconds for each 10 MB in use. */
  void clearUp();

  /** That of this process. */
  static Heap own() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .filter(MemoryPoolMXBean::isUsageThresholdSupported)
        .filter(MemoryPoolMXBean::isCollectionUsageThresholdSupported)
        .findFirst()
        .<Heap>map(Own::new)
        .orElseGet(Unknown::new);
  }

  /** The old generation. */
  record Own(MemoryPoolMXBean pool) implements Heap {
    @Override
    public long limitBytes() {
      long bytes = pool.getUsage().getMax();
      return bytes < 0 ? Runtime.getRuntime().maxMemory() : bytes;
    }

    @Override
    public long usedBytes() {
      return pool.getUsage().getUsed();
    }

    @Override
    public long liveBytes() {
      return Optional.ofNullable(pool.getCollectionUsage())
          .map(MemoryUsage::getUsed)
          .filter(bytes -> bytes > 0)
          .orElseGet(this::usedBytes);
    }

    @Override
    public void clearUp() {
      System.gc();
    }
  }

  /** That of a JVM whose collector has no such part; nothing is known of it. */
  record Unknown() implements Heap {
    @Override
    public long limitBytes() {
      return Runtime.getRuntime().maxMemory();
    }

    @Override
    public long usedBytes() {
      return 0;
    }

    @Override
    public long liveBytes() {
      return 0;
    }

    @Override
    public void clearUp() {}
  }
}

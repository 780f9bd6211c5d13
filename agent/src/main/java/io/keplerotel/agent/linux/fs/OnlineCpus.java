// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.fs;

import java.util.function.IntSupplier;

/**
 * How many hardware threads of the machine are online, whatever the agent's own container may use.
 * For the sampler's thread: others find the count in what a tick has published.
 */
public final class OnlineCpus implements IntSupplier {
  private static final long READ_AGAIN_NS = 10_000_000_000L;

  private final HostFiles files;
  private final SmallFile file = new SmallFile();
  private int count;
  private long readAtNs;

  /** Assigns. */
  public OnlineCpus(HostFiles files) {
    this.files = files;
  }

  /**
   * Counts them, again every ten seconds; where the kernel's list cannot be read, those that the
   * JVM may use.
   */
  @Override
  public int getAsInt() {
    long nowNs = System.nanoTime();
    if (count == 0 || nowNs - readAtNs >= READ_AGAIN_NS) {
      count = read();
      readAtNs = nowNs;
    }
    return count;
  }

  private int read() {
    try {
      return CpuList.read(file, files.onlineCpus()).size();
    } catch (UnreadableException ignored) {
      // Not worth a fault: the two figures differ only in containers with a CPU limit.
      return Runtime.getRuntime().availableProcessors();
    }
  }
}

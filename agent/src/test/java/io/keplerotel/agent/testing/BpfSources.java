// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.testing;

import io.keplerotel.agent.linux.fs.CgroupTree;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.libbpf.BpfUnavailableException;
import io.keplerotel.agent.usage.bpf.BpfSettings;
import io.keplerotel.agent.usage.bpf.BpfTimeSource;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The real BPF source, loaded into this machine's kernel. */
public final class BpfSources {
  private static final int RING_BYTES = 1 << 20;

  private BpfSources() {}

  /** Loads it, or skips the test. */
  public static BpfTimeSource start() {
    return start(RING_BYTES);
  }

  /** Loads it with a ring of this size, or skips the test. */
  public static BpfTimeSource start(int ringBytes) {
    try {
      return BpfTimeSource.start(settings(ringBytes));
    } catch (BpfUnavailableException e) {
      Requirement.BPF.unless(false, e.getMessage());
      throw new IllegalStateException(e);
    }
  }

  private static BpfSettings settings(int ringBytes) {
    try {
      return CgroupTree.find(HostFiles.own())
          .legacy()
          .map(v1 -> new BpfSettings(v1.controller().kernelName(), v1.number(), ringBytes, true))
          .orElse(new BpfSettings("", 0, ringBytes, true));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

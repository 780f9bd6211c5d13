// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cpu.bpf;

import io.keplerotel.agent.model.CpuReading;
import org.junit.jupiter.api.Test;

class BpfTimeSourceTest {
  @Test
  void countsThisProcess() throws Exception {
    try (BpfTimeSource source = BpfTimeSource.start(new BpfSettings("cpuacct", 2, 1 << 20))) {
      CpuReading first = source.read();
      long t = System.nanoTime();
      while (System.nanoTime() - t < 500_000_000L) {}
      CpuReading second = source.read();
      System.out.println(first.tasks().size() + " " + first.busyNs());
      second.tasks().forEach(System.out::println);
      System.out.println(second);
      for (int i = 0; i < 5; i++) {
        long a = System.nanoTime();
        CpuReading r = source.read();
        System.out.println((System.nanoTime() - a) / 1000 + " us " + r.tasks().size());
      }
    }
  }
}

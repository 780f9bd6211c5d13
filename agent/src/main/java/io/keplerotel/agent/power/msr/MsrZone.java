// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.msr;

import io.keplerotel.agent.linux.fs.CpuRegisters;
import io.keplerotel.agent.linux.fs.UnreadableException;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.Zone;
import java.util.List;

/** A zone and where its counter is. Used by the sampler's thread. */
sealed interface MsrZone {
  /** Of a counter, bits 31 to 0 are in use; the others are reserved. */
  long COUNTER_MASK = 0xffff_ffffL;

  /** What is counted. */
  Zone zone();

  /** Reads it. */
  Reading.Counter read(CpuRegisters registers) throws UnreadableException;

  /** A zone with a register of its own, read on one of its CPUs. */
  record One(Zone zone, int cpu, long address, EnergyUnit unit) implements MsrZone {
    @Override
    public Reading.Counter read(CpuRegisters registers) throws UnreadableException {
      long counts = registers.read(cpu, address) & COUNTER_MASK;
      return new Reading.Counter(zone, unit.toUj(counts), unit.rangeUj());
    }
  }

  /** All cores of a package: the sum knows no wrap. */
  record Cores(Zone zone, List<Integer> cpus, long address, EnergyUnit unit, CoreSum sum)
      implements MsrZone {
    /** Takes a copy of the list. */
    public Cores {
      cpus = List.copyOf(cpus);
    }

    @Override
    public Reading.Counter read(CpuRegisters registers) throws UnreadableException {
      return new Reading.Counter(zone, unit.toUj(sum.read(cpus, registers, address)), 0);
    }
  }
}

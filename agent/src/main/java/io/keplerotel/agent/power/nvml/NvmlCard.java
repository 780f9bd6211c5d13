// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.nvml;

import io.keplerotel.agent.linux.nvml.NvmlDevice;
import io.keplerotel.agent.linux.nvml.NvmlException;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.GpuState;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.Zone;
import java.util.List;
import java.util.Optional;

/** One card of a session of NVML. */
final class NvmlCard {
  private static final int WHOLE = 100;
  private static final long ASK_MIG_AGAIN_NS = 10_000_000_000L;

  final Zone zone;
  private final NvmlDevice device;
  private final EnergyMeter meter;
  private Users users;
  private boolean isMig;
  private long sinceMigNs;
  private boolean hasWorked;

  private NvmlCard(NvmlDevice device, Zone zone, boolean isMig) {
    this.device = device;
    this.zone = zone;
    this.meter = new EnergyMeter(device, zone);
    this.isMig = isMig;
    this.users = users();
  }

  static NvmlCard of(NvmlDevice device, Zone zone) throws NvmlException {
    return new NvmlCard(device, zone, device.isMig());
  }

  /** Reads its energy; faults are added. Throws only where the card is lost. */
  Optional<Reading> read(long elapsedNs, List<Fault> faults) throws NvmlException {
    Optional<Reading> reading = meter.read(elapsedNs, faults);
    hasWorked |= reading.isPresent();
    return reading;
  }

  /** Asks whom it works for; faults are added. Throws only where the card is lost. */
  GpuUse.Card users(long elapsedNs, List<Fault> faults) throws NvmlException {
    sinceMigNs += elapsedNs;
    if (sinceMigNs >= ASK_MIG_AGAIN_NS) {
      sinceMigNs = 0;
      boolean now = device.isMig();
      if (now != isMig) {
        users.close();
        isMig = now;
        users = users();
      }
    }
    return users.poll(elapsedNs, faults);
  }

  /** How it is; what it does not tell now, or what cannot be, is left out. */
  GpuState state() {
    Optional<NvmlDevice.Busy> busy =
        told(device::busy).filter(told -> told.gpuPercent() >= 0 && told.gpuPercent() <= WHOLE);
    Optional<NvmlDevice.MemoryUse> memory =
        told(device::memory)
            .filter(told -> told.usedBytes() >= 0 && told.totalBytes() > 0)
            .filter(told -> told.usedBytes() <= told.totalBytes());
    return new GpuState(
        zone,
        busy.stream().mapToInt(NvmlDevice.Busy::gpuPercent).findFirst(),
        memory.stream().mapToLong(NvmlDevice.MemoryUse::usedBytes).findFirst(),
        memory.stream().mapToLong(NvmlDevice.MemoryUse::totalBytes).findFirst());
  }

  /** A card that is lost is told by its energy, which is read at each poll. */
  private static <T> Optional<T> told(Call<T> call) {
    try {
      return Optional.of(call.ask());
    } catch (NvmlException e) {
      return Optional.empty();
    }
  }

  private interface Call<T> {
    T ask() throws NvmlException;
  }

  /**
   * Whether it could ever be read in this session: one that is lost then is worth a new session.
   */
  boolean hasWorked() {
    return hasWorked;
  }

  private Users users() {
    return isMig ? new MigUsers(device, zone) : new CardUsers(device, zone);
  }
}

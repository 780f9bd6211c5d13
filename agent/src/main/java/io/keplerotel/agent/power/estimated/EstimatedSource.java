// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated;

import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.SmallFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.power.Discovery;
import io.keplerotel.agent.power.PowerReading;
import io.keplerotel.agent.power.PowerSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Estimates power from the CPU family and how many hardware threads are busy. Rough by nature: see
 * docs/estimation.md.
 */
public final class EstimatedSource implements PowerSource {
  /** Its key in the configuration. */
  public static final String NAME = "estimated";

  private final HostFiles files;
  private final List<Part> parts = Part.all();
  private PowerModel model = PowerModel.of(CpuIdentity.UNKNOWN);
  private List<Fault> faults = List.of();

  /** Assigns. */
  public EstimatedSource(HostFiles files) {
    this.files = files;
  }

  /** The CPU family of this machine, as its model calls it; that of any CPU where it is unknown. */
  public static String cpuFamily(HostFiles files) {
    EstimatedSource source = new EstimatedSource(files);
    source.identify();
    String id = source.model.id();
    return id.substring(id.indexOf('/') + 1);
  }

  @Override
  public Discovery discover() {
    identify();
    return Discovery.of(parts.stream().map(Part::zone).toList());
  }

  private void identify() {
    try {
      model = PowerModel.of(CpuIdentity.parse(new SmallFile().text(files.cpuinfo())));
      faults = List.of();
    } catch (UnreadableException e) {
      faults = List.of(new Fault("cpu family", e.getMessage() + "; " + model.id() + " is used"));
    }
  }

  @Override
  public PowerReading read(TickLoad load) {
    long idleUw = model.idleUw() * load.cpus();
    long dynamicUw = Math.round(model.slopeUw() * load.utilization() * load.cpus());
    List<Reading> readings = new ArrayList<>();
    for (Part part : parts) {
      long partIdleUw = part.idleUw(idleUw);
      long powerUw = partIdleUw + part.dynamicUw(dynamicUw);
      readings.add(new Reading.Power(part.zone(), powerUw, OptionalLong.of(partIdleUw)));
    }
    return new PowerReading(readings, faults);
  }
}

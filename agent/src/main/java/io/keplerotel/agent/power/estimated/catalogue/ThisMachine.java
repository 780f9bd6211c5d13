// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.catalogue;

import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.power.estimated.Chosen;
import io.keplerotel.agent.power.estimated.Estimate;
import io.keplerotel.agent.power.estimated.catalogue.Described.Certainty;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** Estimates the machine that the agent runs on by the catalogue. */
public final class ThisMachine implements Supplier<Chosen> {
  private final HostFiles files;
  private final Supplier<Optional<String>> instanceType;
  private final HostIdle idle;

  /**
   * Of the machine with these files.
   *
   * @param instanceType as its cloud calls it, where that is known by other means than its files
   * @param idle what a virtual machine is held to use of its host's idle power
   */
  public ThisMachine(HostFiles files, Supplier<Optional<String>> instanceType, HostIdle idle) {
    this.files = files;
    this.instanceType = instanceType;
    this.idle = idle;
  }

  /** The CPU family of this machine; {@code default} where it is not known. */
  public static String cpuFamily(HostFiles files) {
    MachineFacts facts = new MachineReader(files).read();
    return facts.family().orElse(Family.DEFAULT);
  }

  /** Reads what the machine is and estimates it; the catalogue is not kept. */
  @Override
  public Chosen get() {
    MachineReader reader = new MachineReader(files);
    MachineFacts read = reader.read();
    MachineFacts facts = instanceType.get().map(read::withInstanceType).orElse(read);
    return new Chosen(estimate(facts), reader.faults());
  }

  private Estimate estimate(MachineFacts facts) {
    Catalogue catalogue = Catalogue.load();
    Estimator estimator = new Estimator(catalogue);
    if (!facts.virtual() && facts.instanceType().isEmpty()) {
      return estimator.estimate(described(facts), Optional.empty());
    }
    Described host = new ProbableHost(catalogue).of(facts);
    VirtualShare share = new VirtualShare(facts.size().threads(), facts.size().memoryGib(), idle);
    return estimator.estimate(host, Optional.of(share));
  }

  private static Described described(MachineFacts facts) {
    return new Described(
        facts.cpuName(),
        facts.family(),
        facts.size().chips(),
        facts.size().cores(),
        OptionalInt.of(facts.size().threads()),
        facts.size().memoryGib(),
        Certainty.TOLD);
  }
}

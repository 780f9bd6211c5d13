// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.catalogue;

import io.keplerotel.agent.power.estimated.Estimate;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A machine that somebody asks about.
 *
 * @param cpu name of its CPUs; empty text for those of the instance
 * @param instance type of a cloud's instance
 * @param counts what was counted
 * @param memoryGib memory of the machine, GiB
 * @param vmMemoryGib memory of a virtual machine on it, GiB
 */
public record Asked(
    String cpu,
    Optional<String> instance,
    Counts counts,
    OptionalDouble memoryGib,
    OptionalDouble vmMemoryGib) {
  /**
   * Numbers that were given; 0 for those that were not.
   *
   * @param sockets CPU packages
   * @param cores of all of them
   * @param threads hardware threads of all of them
   * @param vcpus of a virtual machine on it
   */
  public record Counts(int sockets, int cores, int threads, int vcpus) {}

  /**
   * Estimates it.
   *
   * @throws IllegalArgumentException if there is no such machine; the message says which option is
   *     wrong
   */
  public Estimate estimate(HostIdle idle) {
    check();
    Catalogue catalogue = Catalogue.load();
    Described host = cpu.isEmpty() ? instanceHost(catalogue) : Described.ofCpu(cpu);
    Described described =
        new Described(
            host.cpu(),
            host.family(),
            given(counts.sockets(), host.chips()),
            given(counts.cores(), host.cores()),
            given(counts.threads(), host.threads()),
            memoryGib,
            host.certainty());
    Estimator estimator = new Estimator(catalogue);
    OptionalInt vcpus = vcpus();
    if (vcpus.isEmpty() && instance.isPresent() && !isWhole()) {
      throw new IllegalArgumentException(
          "--vcpus: how many \"%s\" has is not known; say it".formatted(instance.orElseThrow()));
    }
    if (vcpus.isEmpty()) {
      return estimator.estimate(described, Optional.empty());
    }
    int threads = estimator.hardware(described).threads();
    if (counts.vcpus() > threads) {
      throw new IllegalArgumentException(
          "--vcpus: %d, but the machine has %d hardware threads; check --threads"
              .formatted(counts.vcpus(), threads));
    }
    VirtualShare share = new VirtualShare(vcpus.getAsInt(), vmMemoryGib, idle);
    return estimator.estimate(described, Optional.of(share));
  }

  private void check() {
    if (counts.cores() > 0 && counts.sockets() > counts.cores()) {
      throw new IllegalArgumentException(
          "--cores: %d, but --sockets is %d; --cores counts those of all sockets"
              .formatted(counts.cores(), counts.sockets()));
    }
    if (counts.threads() > 0 && counts.cores() > counts.threads()) {
      throw new IllegalArgumentException(
          "--threads: %d, but --cores is %d; --threads counts those of all cores"
              .formatted(counts.threads(), counts.cores()));
    }
    if (vmMemoryGib.isPresent() && counts.vcpus() == 0 && instance.isEmpty()) {
      throw new IllegalArgumentException("--vm-memory: say how many --vcpus the machine has");
    }
  }

  /** Whether the instance is a whole machine. */
  private boolean isWhole() {
    return instance.filter(type -> type.toLowerCase(Locale.ROOT).contains("metal")).isPresent();
  }

  private Described instanceHost(Catalogue catalogue) {
    String type = instance.orElse("");
    return new ProbableHost(catalogue)
        .ofInstance(type)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--instance: \"%s\" is not known; say --cpu, --threads and --vcpus instead"
                        .formatted(type)));
  }

  /** As given, or as the name of the instance's size says. */
  private OptionalInt vcpus() {
    return counts.vcpus() > 0
        ? OptionalInt.of(counts.vcpus())
        : instance.map(InstanceSize::vcpus).orElse(OptionalInt.empty());
  }

  private static OptionalInt given(int count, OptionalInt otherwise) {
    return count > 0 ? OptionalInt.of(count) : otherwise;
  }
}

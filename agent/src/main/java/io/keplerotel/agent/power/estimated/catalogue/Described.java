// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.catalogue;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What is known of a machine before the catalogue is asked; what is not known is empty.
 *
 * @param cpu name of its CPUs; empty text where they have none
 * @param family of the CPUs by what they identify themselves with, empty where that says nothing
 * @param chips CPU packages
 * @param cores of all packages together
 * @param threads hardware threads of all packages together
 * @param memoryGib memory, GiB
 * @param certainty whether its CPU was told, or is only likely
 */
public record Described(
    String cpu,
    Optional<String> family,
    OptionalInt chips,
    OptionalInt cores,
    OptionalInt threads,
    OptionalDouble memoryGib,
    Certainty certainty) {
  /** How the CPU's model came to be known. */
  public enum Certainty {
    /** Somebody says so: the machine, its cloud, or who asks. */
    TOLD,
    /** From what little can be seen. */
    LIKELY,
    /** Nothing can be seen: a usual one is taken. */
    ASSUMED
  }

  /** A machine of which only the CPU is known. */
  public static Described ofCpu(String name) {
    return new Described(
        name,
        Optional.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        OptionalDouble.empty(),
        Certainty.TOLD);
  }

  /** The same, with a CPU that is known by other means. */
  Described known(Certainty by) {
    return new Described(cpu, family, chips, cores, threads, memoryGib, by);
  }

  /** The same with counts; 0 for what is not known. */
  public Described with(int newChips, int newCores, int newThreads, double newMemoryGib) {
    return new Described(
        cpu,
        family,
        known(newChips),
        known(newCores),
        known(newThreads),
        newMemoryGib > 0 ? OptionalDouble.of(newMemoryGib) : OptionalDouble.empty(),
        certainty);
  }

  private static OptionalInt known(int count) {
    return count > 0 ? OptionalInt.of(count) : OptionalInt.empty();
  }
}

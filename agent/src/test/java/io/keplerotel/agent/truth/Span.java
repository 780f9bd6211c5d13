// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.truth;

import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * What happened in one second, or in several: by tenant, the system's daemons last. Rules see CPU
 * time, counters and {@link #packageUj}, {@link #dramUj}; the truth is what they are judged with.
 */
final class Span {
  /** CPU time as the kernel accounts it to the tenant's tasks, ns. */
  final long[] cpuNs;

  /** Time in which it really ran, with the core to itself and beside a busy sibling, ns. */
  final long[] aloneNs;

  final long[] sharedNs;

  /**
   * The latter as the kernel's scheduler sees it: a stolen time that it is not told of is in it.
   */
  final long[] siblingNs;

  /** What hardware counters say of it. */
  final long[] cycles;

  final long[] instructions;

  final long[] misses;

  final long[] vectors;

  final long[] branches;

  /** How many short-lived processes it started. */
  final long[] started;

  /** The truth: what its work took in the package and in memory, µJ. */
  final long[] truePackageUj;

  final long[] trueDramUj;

  /** Busy time of each hardware thread, ns. */
  final long[] busyNs;

  /** Stolen time as the guest's kernel shows it, ns. */
  long stolenNs;

  /** The truth: what both would have taken without any work, µJ. */
  long idlePackageUj;

  long idleDramUj;

  int seconds;

  Span(int tenants, int cpus) {
    cpuNs = new long[tenants];
    aloneNs = new long[tenants];
    sharedNs = new long[tenants];
    siblingNs = new long[tenants];
    cycles = new long[tenants];
    instructions = new long[tenants];
    misses = new long[tenants];
    vectors = new long[tenants];
    branches = new long[tenants];
    started = new long[tenants];
    truePackageUj = new long[tenants];
    trueDramUj = new long[tenants];
    busyNs = new long[cpus];
  }

  /** How many tenants there are, with the system's daemons. */
  int tenants() {
    return cpuNs.length;
  }

  /** What the package's counter went up by, µJ. */
  long packageUj() {
    return idlePackageUj + sum(truePackageUj);
  }

  /** What the memory's counter went up by, µJ. */
  long dramUj() {
    return idleDramUj + sum(trueDramUj);
  }

  /** CPU time of all tasks, ns. */
  long nodeCpuNs() {
    return sum(cpuNs);
  }

  /** The truth: what the tenant's work took, µJ. */
  long trueUj(int tenant) {
    return truePackageUj[tenant] + trueDramUj[tenant];
  }

  /** Adds what happened in another time. */
  void add(Span other) {
    add(cpuNs, other.cpuNs);
    add(aloneNs, other.aloneNs);
    add(sharedNs, other.sharedNs);
    add(siblingNs, other.siblingNs);
    add(cycles, other.cycles);
    add(instructions, other.instructions);
    add(misses, other.misses);
    add(vectors, other.vectors);
    add(branches, other.branches);
    add(started, other.started);
    add(truePackageUj, other.truePackageUj);
    add(trueDramUj, other.trueDramUj);
    add(busyNs, other.busyNs);
    stolenNs += other.stolenNs;
    idlePackageUj += other.idlePackageUj;
    idleDramUj += other.idleDramUj;
    seconds += other.seconds;
  }

  /** The sum of all. */
  static long sum(long[] amounts) {
    return LongStream.of(amounts).sum();
  }

  private static void add(long[] to, long[] from) {
    Arrays.setAll(to, i -> to[i] + from[i]);
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A node with pods that live from 15 s to 15 days, and the agent that counts their energy. Times
 * are seconds.
 */
final class SimulatedNode {
  private static final long DAY = 86_400;
  private static final long HOUR = 3_600;
  private static final double IDLE_WATTS = 40;
  private static final double SYSTEM_WATTS = 3;

  final String name;

  /** When it is scraped, after the full interval. */
  final long offset;

  private final SimulatedFleet fleet;
  private final Random random;
  private final long upFrom;
  private final long upTo;
  private final List<Slot> slots = new ArrayList<>();
  private final Map<Owner, double[]> counters = new LinkedHashMap<>();
  private long agentStart;
  private long restartAt;
  private long simulated;
  private int jobs;

  /** Who owns pods; without a namespace, what is counted beside them. */
  record Owner(String namespace, String kind, String name) {
    static final Owner UNATTRIBUTED = new Owner("", "unattributed", "");
    static final Owner SYSTEM = new Owner("system", "system", "");
  }

  /** A place where one pod runs after another. */
  private static final class Slot {
    /** Its own, so that what runs does not depend on how often somebody looks. */
    private final Random random;

    private final Kind kind;
    private final List<Owner> owners;
    private Owner owner = Owner.SYSTEM;
    private long from;
    private long to;
    private double watts;

    Slot(Random random, Kind kind, List<Owner> owners, long from) {
      this.random = random;
      this.kind = kind;
      this.owners = owners;
      this.from = from;
      this.to = from;
    }
  }

  private enum Kind {
    /** From 15 s to 15 days. */
    SERVICE,
    /** From 15 s to 10 minutes, most of the time. */
    BATCH,
    /** 20 s after each full hour. */
    HOURLY,
    /** Once a day or so, some seconds or minutes, by a Job that never comes again. */
    ONCE
  }

  SimulatedNode(SimulatedFleet fleet, int number, Random random) {
    this.fleet = fleet;
    this.random = random;
    this.name = "node-" + number;
    this.offset = random.nextInt((int) fleet.scrape());
    boolean comesAndGoes = number % 5 == 4;
    long length = fleet.to() - fleet.from();
    this.upFrom = fleet.from() + (comesAndGoes ? random.nextLong(length / 2) : 0);
    this.upTo = fleet.to() - (comesAndGoes ? random.nextLong(length / 3) : 0);
    this.simulated = upFrom;
    this.agentStart = upFrom;
    this.restartAt = upFrom + random.nextLong(20 * DAY);
    List<Owner> some = fleet.someOwners(random, 25);
    for (int i = 0; i < 6; i++) {
      slots.add(new Slot(new Random(random.nextLong()), Kind.SERVICE, some, upFrom));
    }
    slots.add(new Slot(new Random(random.nextLong()), Kind.BATCH, some, upFrom));
    slots.add(
        new Slot(new Random(random.nextLong()), Kind.HOURLY, fleet.someCronJobs(random), upFrom));
    slots.add(new Slot(new Random(random.nextLong()), Kind.ONCE, some, upFrom));
  }

  boolean isUp(long time) {
    return time >= upFrom && time < upTo;
  }

  /** Uses energy up to this time; the agent may start again in between. */
  void advance(long time) {
    long end = Math.min(time, upTo);
    while (restartAt < end) {
      use(restartAt);
      counters.clear();
      agentStart = restartAt;
      restartAt += DAY + random.nextLong(20 * DAY);
    }
    use(end);
  }

  private void use(long end) {
    if (end <= simulated) {
      return;
    }
    for (long from = simulated; from < end; from = Math.min(end, (from / HOUR + 1) * HOUR)) {
      long to = Math.min(end, (from / HOUR + 1) * HOUR);
      count(Owner.UNATTRIBUTED, from, IDLE_WATTS * (to - from));
      count(Owner.SYSTEM, from, SYSTEM_WATTS * (to - from));
      for (Slot slot : slots) {
        use(slot, from, to);
      }
    }
    simulated = end;
  }

  private void use(Slot slot, long from, long to) {
    while (slot.from < to) {
      long seconds = Math.min(slot.to, to) - Math.max(slot.from, from);
      if (seconds > 0) {
        count(slot.owner, from, slot.watts * seconds);
      }
      if (slot.to > to) {
        return;
      }
      next(slot);
    }
  }

  private void next(Slot slot) {
    Random random = slot.random;
    slot.owner = slot.owners.get(random.nextInt(slot.owners.size()));
    slot.watts = 0.5 + 20 * random.nextDouble();
    switch (slot.kind) {
      case SERVICE -> begin(slot, random.nextInt(60), logUniform(random, 15, 15 * DAY));
      case BATCH -> begin(slot, random.nextInt(120), logUniform(random, 15, 600));
      case HOURLY -> {
        slot.from = (slot.to / HOUR + 1) * HOUR;
        slot.to = slot.from + 20;
        slot.watts = 60;
      }
      case ONCE -> {
        slot.owner = new Owner(slot.owner.namespace(), "Job", "once-" + name + "-" + jobs++);
        slot.watts = 80;
        begin(slot, HOUR + random.nextLong(2 * DAY), logUniform(random, 15, 1800));
      }
    }
  }

  private static void begin(Slot slot, long gap, long length) {
    slot.from = slot.to + gap;
    slot.to = slot.from + length;
  }

  private static long logUniform(Random random, double least, double most) {
    return Math.round(least * Math.pow(most / least, random.nextDouble()));
  }

  private void count(Owner owner, long time, double joules) {
    counters.computeIfAbsent(owner, each -> new double[1])[0] += joules;
    fleet.used(name, owner, time, joules);
  }

  /** What a scrape at this time brings. */
  void show(StringBuilder page, long time) {
    counters.forEach(
        (owner, joules) -> {
          if (owner.equals(Owner.UNATTRIBUTED)) {
            page.append("kepler_node_unattributed_joules_total{instance=\"")
                .append(name)
                .append("\",component=\"package\",mode=\"idle\"} ");
          } else {
            page.append("kepler_owner_joules_total{instance=\"")
                .append(name)
                .append("\",container_namespace=\"")
                .append(owner.namespace())
                .append("\",owner_kind=\"")
                .append(owner.kind())
                .append("\",owner_name=\"")
                .append(owner.name())
                .append("\",mode=\"dynamic\"} ");
          }
          append(page, joules[0], time);
        });
    page.append("kepler_agent_ticks_total{instance=\"").append(name).append("\"} ");
    append(page, (time - agentStart) / 3.0, time);
    page.append("kepler_agent_zones{instance=\"")
        .append(name)
        .append("\",provenance=\"measured\",source=\"rapl-sysfs\"} ");
    append(page, 2, time);
  }

  private static void append(StringBuilder page, double value, long time) {
    long thousandths = Math.round(value * 1000);
    page.append(thousandths / 1000).append('.');
    page.append(Long.toString(1000 + thousandths % 1000), 1, 4);
    page.append(' ').append(time).append('\n');
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.truth;

import io.keplerotel.agent.truth.Demand.Bursts;
import io.keplerotel.agent.truth.Demand.ShortLived;
import io.keplerotel.agent.truth.Demand.Steady;
import io.keplerotel.agent.truth.Scenario.Stolen;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * All scenarios; docs/truth.md has them as a table. Those that are judged were fixed before any
 * rule was run.
 */
final class Scenarios {
  /** How many hardware threads the ten tenants of a mix want, of 20. */
  private static final int[] WANTED = {1, 2, 3, 4, 2, 1, 2, 3, 1, 1};

  private static final int MIX = IntStream.of(WANTED).sum();

  private static final List<Activity> KINDS = List.of(Activity.values());

  private Scenarios() {}

  /** Those that the rules are judged on. */
  static List<Scenario> judged() {
    SimulatedNode server = SimulatedNode.SERVER;
    List<Scenario> all = new ArrayList<>();
    all.add(new Scenario("idle machine", server, idle()));
    all.add(new Scenario("mix, 30 %", server, mix(server, 0.30)));
    all.add(new Scenario("mix, 60 %", server, mix(server, 0.60)));
    all.add(new Scenario("mix, 95 %", server, mix(server, 0.95)));
    all.add(
        new Scenario(
            "mix, 60 %, started under load", server, mix(server, 0.60), 0, Stolen.NOTHING));
    all.add(new Scenario("equal work, 60 %", server, equal()));
    all.add(new Scenario("bursts, 60 %", server, bursts()));
    all.add(new Scenario("short-lived, 100 a second", server, shortLived()));
    all.add(new Scenario("memory-bound, 60 %", server, memoryBound()));
    all.add(new Scenario("SMT neighbours, equal work", server, neighbours(Activity.INTEGER)));
    all.add(new Scenario("SMT neighbours, mixed", server, neighbours(Activity.values())));
    all.add(new Scenario("performance and efficient cores", SimulatedNode.HYBRID, hybrid()));
    all.add(stolen("stolen time, told", true));
    all.add(stolen("stolen time, not told", false));
    return all;
  }

  /** Those that counters are fitted on: four programs of each kind, then three mixes. */
  static List<Scenario> training(SimulatedNode node) {
    List<Scenario> all = new ArrayList<>();
    for (Activity activity : Activity.values()) {
      for (double load : new double[] {0.4, 0.9}) {
        List<Tenant> four =
            IntStream.range(0, 4)
                .mapToObj(i -> tenant(i, activity, node.cpus() * load / 4))
                .toList();
        all.add(new Scenario("training " + activity + " " + load, node, four));
      }
    }
    for (double load : new double[] {0.2, 0.5, 0.8}) {
      all.add(new Scenario("training mix " + load, node, mix(node, load)));
    }
    return all;
  }

  /** A quarter of an hour of bursts, after a quiet minute. */
  static List<Scenario> comingAndGoing(SimulatedNode node) {
    return IntStream.range(0, 3)
        .mapToObj(
            i ->
                new Scenario(
                    "training bursts " + i,
                    node,
                    bursts(),
                    i == 0 ? Scenario.QUIET_S : 0,
                    Stolen.NOTHING))
        .toList();
  }

  private static List<Tenant> idle() {
    double[] busy = {0.002, 0.004, 0.006, 0.008, 0.01, 0.015, 0.02, 0.03};
    return IntStream.range(0, busy.length)
        .mapToObj(i -> new Tenant("t" + i, activity(i), 1 + i % 3, new Steady(busy[i])))
        .toList();
  }

  /** Two tenants of each activity; each wants its part of the load. */
  private static List<Tenant> mix(SimulatedNode node, double load) {
    double threads = node.cpus() * load / MIX;
    return IntStream.range(0, WANTED.length)
        .mapToObj(i -> tenant(i, activity(i), WANTED[i] * threads))
        .toList();
  }

  private static Tenant tenant(int number, Activity activity, double threads) {
    int processes = (int) Math.ceil(threads);
    return new Tenant("t" + number, activity, processes, new Steady(threads / processes));
  }

  private static List<Tenant> equal() {
    return IntStream.range(0, 10)
        .mapToObj(i -> tenant(i, Activity.INTEGER, 32 * 0.60 * WANTED[i] / MIX))
        .toList();
  }

  /** Turns of a third of a second to 8 s; 60 % busy on average. */
  private static List<Tenant> bursts() {
    double[] onS = {0.3, 0.6, 1, 1.5, 2, 3, 4, 5, 6, 8};
    return IntStream.range(0, onS.length)
        .mapToObj(i -> new Tenant("t" + i, activity(i), 3, new Bursts(onS[i], onS[i] * 0.56)))
        .toList();
  }

  /** Two that start 100 processes a second, one of them for long; six that run all the time. */
  private static List<Tenant> shortLived() {
    List<Tenant> tenants = new ArrayList<>();
    tenants.add(new Tenant("script", Activity.SERVICE, 1, new ShortLived(100, 5_000_000)));
    tenants.add(new Tenant("build", Activity.INTEGER, 2, new ShortLived(100, 20_000_000)));
    for (int i = 0; i < 6; i++) {
      tenants.add(new Tenant("t" + i, activity(i), 2, new Steady(0.6)));
    }
    return tenants;
  }

  private static List<Tenant> memoryBound() {
    return IntStream.range(0, 8)
        .mapToObj(i -> tenant(i, i < 4 ? Activity.MEMORY : Activity.INTEGER, 32 * 0.60 / 8))
        .toList();
  }

  /** Five have a core to themselves, five pairs share one; the same work on each side. */
  private static List<Tenant> neighbours(Activity... activities) {
    List<Tenant> tenants = new ArrayList<>();
    Demand demand = new Steady(1);
    for (int i = 0; i < 5; i++) {
      Activity mine = activities[i % activities.length];
      Activity next = activities[(i + 1) % activities.length];
      tenants.add(new Tenant("alone" + i, mine, 1, demand).on(2 * i));
      tenants.add(new Tenant("pair" + i + "a", mine, 1, demand).on(10 + 2 * i));
      tenants.add(new Tenant("pair" + i + "b", next, 1, demand).on(11 + 2 * i));
    }
    return tenants;
  }

  /** The same four activities on performance cores, on efficient cores, and anywhere. */
  private static List<Tenant> hybrid() {
    List<Tenant> tenants = new ArrayList<>();
    Activity[] activities = {Activity.INTEGER, Activity.SERVICE, Activity.VECTOR, Activity.MEMORY};
    for (int i = 0; i < activities.length; i++) {
      Demand demand = new Steady(0.8);
      tenants.add(new Tenant("fast" + i, activities[i], 1, demand).on(2 * i));
      tenants.add(new Tenant("slow" + i, activities[i], 1, demand).on(16 + i));
      tenants.add(new Tenant("any" + i, activities[i], 2, new Steady(0.5)));
    }
    return tenants;
  }

  /** The host takes nothing to two fifths from the virtual CPUs; each tenant has two of them. */
  private static Scenario stolen(String name, boolean told) {
    List<Tenant> tenants = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      tenants.add(new Tenant("t" + i, activity(i), 2, new Steady(0.8)).on(2 * i, 2 * i + 1));
    }
    List<Double> parts = List.of(0.0, 0.0, 0.1, 0.1, 0.25, 0.25, 0.4, 0.4);
    return new Scenario(
        name, SimulatedNode.VIRTUAL, tenants, Scenario.QUIET_S, new Stolen(parts, told));
  }

  private static Activity activity(int number) {
    return KINDS.get(number % KINDS.size());
  }
}

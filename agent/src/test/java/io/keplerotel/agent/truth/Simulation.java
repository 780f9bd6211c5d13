// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.truth;

import io.keplerotel.agent.truth.Demand.ShortLived;
import io.keplerotel.agent.truth.Demand.Steady;
import io.keplerotel.agent.truth.Placement.Placed;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Runs a scenario; always with the same result. The physics are those of docs/truth.md. */
final class Simulation {
  private static final int STEPS_PER_S = 10;
  private static final double STEP_NS = 1e9 / STEPS_PER_S;
  private static final Tenant SYSTEM = new Tenant("system", Activity.SERVICE, 4, new Steady(0.05));

  /** What a sibling does beside a busy one, of what it does alone. */
  private static final double SHARED_INSTRUCTIONS = 0.62;

  /** Its half of keeping the core awake for both, of what that takes for one. */
  private static final double SHARED_AWAKE = 0.55;

  private static final double AWAKE_EXPONENT = 2.2;
  private static final double INSTRUCTION_EXPONENT = 1.2;
  private static final double MISS_PACKAGE_NJ = 8;
  private static final double MISS_DRAM_NJ = 20;
  private static final double NJ_PER_UJ = 1000;

  private static final double IDLE_DEVIATION = 0.01;
  private static final double IDLE_MEMORY = 0.9;

  private final Scenario scenario;
  private final SimulatedNode node;
  private final SplittableRandom random;
  private final List<Tenant> tenants;
  private final List<Program> programs = new ArrayList<>();
  private final List<Wishes> wishes = new ArrayList<>();
  private final Placement placement;
  private final int[] coreOf;
  private double wander;

  private Simulation(Scenario scenario, int draw) {
    int seed = (draw == 0 ? scenario.name() : scenario.name() + " " + draw).hashCode();
    this.scenario = scenario;
    this.node = scenario.node();
    this.random = new SplittableRandom(seed);
    this.tenants = new ArrayList<>(scenario.tenants());
    this.tenants.add(SYSTEM);
    SplittableRandom parts = new SplittableRandom(~seed);
    for (Tenant tenant : tenants) {
      programs.add(Program.of(tenant.activity(), random, parts));
      wishes.add(new Wishes(tenant, random.split()));
    }
    this.placement = new Placement(node);
    this.coreOf = node.coreOf();
  }

  /** Runs the scenario from its quiet time to its end. */
  static Run run(Scenario scenario) {
    return run(scenario, 0);
  }

  /** The same with other programs of the same kinds, which come and go at other times. */
  private static Run run(Scenario scenario, int draw) {
    Simulation simulation = new Simulation(scenario, draw);
    List<Span> seconds = new ArrayList<>();
    for (int second = 0; second < scenario.quietS() + Scenario.JUDGED_S; second++) {
      seconds.add(simulation.second(second < scenario.quietS()));
    }
    return new Run(scenario, simulation.tenants, seconds);
  }

  /** So many draws of the scenario's programs; the first is that of {@link #run(Scenario)}. */
  static List<Run> draws(Scenario scenario, int draws) {
    return IntStream.range(0, draws).mapToObj(draw -> run(scenario, draw)).toList();
  }

  private Span second(boolean quiet) {
    Span span = new Span(tenants.size(), node.cpus());
    span.seconds = 1;
    for (int step = 0; step < STEPS_PER_S; step++) {
      placement.clear();
      place(quiet);
      double awake = awakePart();
      placement.placed().forEach(task -> run(task, awake, span));
    }
    for (int tenant = 0; tenant < tenants.size() && !quiet; tenant++) {
      span.started[tenant] =
          tenants.get(tenant).demand() instanceof ShortLived some ? some.perSecond() : 0;
    }
    idle(span);
    return span;
  }

  /** Whoever asks first gets the better place; that is another one in each step. */
  private void place(boolean quiet) {
    int first = random.nextInt(tenants.size());
    for (int i = 0; i < tenants.size(); i++) {
      int tenant = (first + i) % tenants.size();
      Tenant wanting = tenants.get(tenant);
      if (quiet && tenant < tenants.size() - 1) {
        continue;
      }
      double wanted = wishes.get(tenant).next(1.0 / STEPS_PER_S);
      for (int process = 0; process < wanting.processes(); process++) {
        placement.place(tenant, wanted, wanting.cpus(), random);
      }
    }
  }

  /** Which part of the cores is awake, 0–1; decides how fast they may run. */
  private double awakePart() {
    double[] awake = new double[node.cores().size()];
    for (int cpu = 0; cpu < coreOf.length; cpu++) {
      awake[coreOf[cpu]] = Math.max(awake[coreOf[cpu]], trueLoad(cpu));
    }
    double sum = 0;
    for (double part : awake) {
      sum += part;
    }
    return sum / awake.length;
  }

  private double trueLoad(int cpu) {
    return placement.load(cpu) * (1 - scenario.stolen().part(cpu));
  }

  private void run(Placed task, double awake, Span span) {
    int tenant = task.tenant();
    double ranNs = task.part() * STEP_NS * (1 - scenario.stolen().part(task.cpu()));
    int sibling = placement.sibling(task.cpu());
    double sharedNs = sibling < 0 ? 0 : ranNs * trueLoad(sibling);
    account(task, ranNs, span);
    span.aloneNs[tenant] += Math.round(ranNs - sharedNs);
    span.sharedNs[tenant] += Math.round(sharedNs);
    power(task, new double[] {ranNs - sharedNs, sharedNs}, awake, span);
  }

  private void power(Placed task, double[] aloneAndSharedNs, double awake, Span span) {
    int tenant = task.tenant();
    CoreKind core = node.cores().get(coreOf[task.cpu()]);
    Program program = programs.get(tenant);
    double ghz =
        (core.turboGhz - (core.turboGhz - core.baseGhz) * awake) * program.activity().frequencyPart;
    double ratio = ghz / core.baseGhz;
    double instructions =
        (aloneAndSharedNs[0] + SHARED_INSTRUCTIONS * aloneAndSharedNs[1])
            * ghz
            * program.instructionsPerCycle()
            * core.instructionsPart;
    double misses = instructions * program.missesPerInstruction();
    double awakeNj =
        (aloneAndSharedNs[0] + SHARED_AWAKE * aloneAndSharedNs[1])
            * core.awakeW
            * Math.pow(ratio, AWAKE_EXPONENT);
    double instructionsNj =
        instructions
            * program.nanojoulesPerInstruction()
            * core.energyPart
            * Math.pow(ratio, INSTRUCTION_EXPONENT);
    span.cycles[tenant] += Math.round((aloneAndSharedNs[0] + aloneAndSharedNs[1]) * ghz);
    span.instructions[tenant] += Math.round(instructions);
    span.misses[tenant] += Math.round(misses);
    span.vectors[tenant] += Math.round(instructions * program.vectorPart());
    span.branches[tenant] += Math.round(instructions * program.branchPart());
    span.truePackageUj[tenant] +=
        Math.round((awakeNj + instructionsNj + misses * MISS_PACKAGE_NJ) / NJ_PER_UJ);
    span.trueDramUj[tenant] += Math.round(misses * MISS_DRAM_NJ / NJ_PER_UJ);
  }

  private void account(Placed task, double ranNs, Span span) {
    double wantedNs = task.part() * STEP_NS;
    boolean told = scenario.stolen().told();
    long cpuNs = Math.round(told ? ranNs : wantedNs);
    span.cpuNs[task.tenant()] += cpuNs;
    span.busyNs[task.cpu()] += cpuNs;
    int sibling = placement.sibling(task.cpu());
    if (sibling >= 0) {
      span.siblingNs[task.tenant()] +=
          Math.round(cpuNs * (told ? trueLoad(sibling) : placement.load(sibling)));
    }
    span.stolenNs += told ? Math.round(wantedNs - ranNs) : 0;
  }

  private void idle(Span span) {
    double fresh = Math.sqrt(1 - IDLE_MEMORY * IDLE_MEMORY);
    wander = IDLE_MEMORY * wander + fresh * IDLE_DEVIATION * random.nextGaussian();
    span.idlePackageUj = Math.round(node.idlePackageW() * 1e6 * (1 + wander));
    span.idleDramUj = Math.round(node.idleDramW() * 1e6 * (1 + wander));
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import io.keplerotel.agent.attribution.AttributionSettings;
import io.keplerotel.agent.attribution.Ledger;
import io.keplerotel.agent.config.CpuSource;
import io.keplerotel.agent.config.EstimateUse;
import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.config.SystemdUnits;
import io.keplerotel.agent.exec.ExecException;
import io.keplerotel.agent.exec.Likely;
import io.keplerotel.agent.exec.Places;
import io.keplerotel.agent.exec.Plan;
import io.keplerotel.agent.exec.Result;
import io.keplerotel.agent.exec.Result.EstimateNote;
import io.keplerotel.agent.exec.Result.Method;
import io.keplerotel.agent.exec.Run;
import io.keplerotel.agent.exec.Runner;
import io.keplerotel.agent.exec.Signalled;
import io.keplerotel.agent.exec.ZoneUse;
import io.keplerotel.agent.linux.fs.CgroupTree;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.OnlineCpus;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.IdlePolicy;
import io.keplerotel.agent.model.Tariff;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.PowerChoice;
import io.keplerotel.agent.power.PowerOffer;
import io.keplerotel.agent.power.estimated.Curve;
import io.keplerotel.agent.power.estimated.EstimatedSource;
import io.keplerotel.agent.power.estimated.PresentEstimate;
import io.keplerotel.agent.sampling.Clock;
import io.keplerotel.agent.sampling.FaultLog;
import io.keplerotel.agent.sampling.SampleSources;
import io.keplerotel.agent.sampling.Sampler;
import io.keplerotel.agent.status.IdlePowerCheck;
import io.keplerotel.agent.usage.CpuTimeSource;
import io.keplerotel.agent.usage.CpuTimeStart;
import io.keplerotel.agent.usage.CpuTimeUnavailableException;
import io.keplerotel.agent.usage.UsageSource;
import io.keplerotel.agent.usage.bpf.BpfTimeSource;
import io.keplerotel.agent.usage.command.CommandTimes;
import io.keplerotel.agent.workload.Births;
import io.keplerotel.agent.workload.PodSource;
import io.keplerotel.agent.workload.WorkloadDirectory;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Measures one command in this process, whether an agent runs or not. */
public final class Executing {
  private static final double UW_PER_W = 1e6;

  /** A command that sleeps for days keeps what it used before. */
  private static final Duration RETENTION = Duration.ofDays(365);

  private final Settings settings;
  private final HostFiles files;
  private final CgroupTree tree;
  private final Map<String, CpuTimeStart> starts;
  private final Set<PowerOffer> offers;
  private final Set<UsageSource> usage;
  private final PresentEstimate estimate;

  @Inject
  Executing(
      Settings settings,
      HostFiles files,
      CgroupTree tree,
      Map<String, CpuTimeStart> starts,
      Set<PowerOffer> offers,
      Set<UsageSource> usage,
      PresentEstimate estimate) {
    this.settings = settings;
    this.files = files;
    this.tree = tree;
    this.starts = starts;
    this.offers = offers;
    this.usage = usage;
    this.estimate = estimate;
  }

  /**
   * Runs it, by this thread.
   *
   * @throws ExecException if energy cannot be read or the command cannot be run
   */
  public Result run(Plan plan, Tariff tariff, Signalled signalled)
      throws ExecException, InterruptedException {
    Places places = new Places(tree);
    places.choose();
    PowerChoice power =
        PowerChoice.of(settings.power().sources(), settings.power().estimates(), offers);
    checkEnergy(power);
    Others others = places.whyNoCgroup().isEmpty() ? others() : Others.BY_HOST;
    try (CommandTimes times = new CommandTimes(files, others.tasks())) {
      WorkloadDirectory workloads = workloads();
      Sampler sampler = sampler(times, power, workloads);
      List<Run> runs = new Runner(sampler, workloads, times, places, signalled).run(plan);
      if (runs.isEmpty()) {
        int status = Signalled.BY_SIGNAL + signalled.last().orElse(0);
        throw new ExecException(
            status, "a signal came before the command was started; it was not run");
      }
      Method method = places.whyNoCgroup().isEmpty() ? Method.CGROUP : Method.PROCESS_TREE;
      return new Result(
          plan.command(), runs, method, estimate(), tariff, notes(places, others, power, runs));
    } finally {
      usage.forEach(UsageSource::close);
    }
  }

  private void checkEnergy(PowerChoice power) throws ExecException {
    boolean mayEstimate = settings.power().estimates() != EstimateUse.NEVER;
    Map<String, String> refused = new LinkedHashMap<>();
    power
        .found()
        .forEach(
            (name, found) -> {
              if (!found.isPending() && (mayEstimate || !name.equals(EstimatedSource.NAME))) {
                refused.put(name, found.whyNot().orElse(""));
              }
            });
    if (!refused.isEmpty() && refused.values().stream().noneMatch(String::isEmpty)) {
      throw new ExecException(
          ExecException.CANNOT_MEASURE,
          "no energy can be read here, so the command was not run: %s; leave power.sources and power.estimates as they are by default for an estimate"
              .formatted(
                  refused.entrySet().stream()
                      .map(each -> each.getKey() + ": " + each.getValue())
                      .collect(Collectors.joining("; "))));
    }
  }

  /**
   * How the CPU time of all others is found.
   *
   * @param tasks task by task; empty for what the machine was busy beside the command
   * @param whyNot why not task by task; empty where nothing is the matter
   */
  private record Others(Optional<CpuTimeSource> tasks, Optional<String> whyNot) {
    static final Others BY_HOST = new Others(Optional.empty(), Optional.empty());
  }

  /** By BPF only where it sees all tasks: else the command would be all that there is. */
  private Others others() {
    CpuTimeStart start = starts.get(BpfTimeSource.NAME);
    if (start == null
        || settings.cpu().source() == CpuSource.CGROUP
        || !files.isInHostPidNamespace()) {
      return Others.BY_HOST;
    }
    try {
      return new Others(Optional.of(start.start()), Optional.empty());
    } catch (CpuTimeUnavailableException e) {
      return new Others(Optional.empty(), Optional.of(e.getMessage()));
    }
  }

  private WorkloadDirectory workloads() {
    WorkloadDirectory directory =
        new WorkloadDirectory(files, tree, SystemdUnits.NEVER, Births.DELIVERED, System::nanoTime);
    directory.start();
    return directory;
  }

  private Sampler sampler(CommandTimes times, PowerChoice power, WorkloadDirectory workloads) {
    Clock clock = Clock.system();
    AttributionSettings attribution =
        new AttributionSettings(IdlePolicy.NONE, settings.idle().powerUw(), 0, RETENTION);
    SampleSources sources =
        new SampleSources(times, List.copyOf(usage), power.cover(), workloads, PodSource.none());
    return new Sampler(
        sources,
        new Ledger(attribution, clock.now()),
        new OnlineCpus(files),
        clock,
        new FaultLog());
  }

  private Optional<EstimateNote> estimate() {
    return estimate
        .latest()
        .filter(at -> !at.estimate().zones().isEmpty())
        .map(
            at -> {
              Map<Component, Curve> curves = at.estimate().zones();
              Curve whole =
                  curves.getOrDefault(Component.PLATFORM, curves.values().iterator().next());
              return new EstimateNote(
                  at.estimate().model(),
                  at.estimate().evidence().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                  at.estimate().reason(),
                  new Likely(
                      whole.lowUw(at.utilization()) / UW_PER_W,
                      whole.powerUw(at.utilization()) / UW_PER_W,
                      whole.highUw(at.utilization()) / UW_PER_W));
            });
  }

  private List<String> notes(Places places, Others others, PowerChoice power, List<Run> runs) {
    List<String> notes = new ArrayList<>();
    if (runs.stream().anyMatch(Run::isEstimated)) {
      notes.add(
          "estimated joules of a command depend on what else the machine does meanwhile: to compare or to limit, take CPU time");
    }
    List<Zone> zones =
        runs.stream().flatMap(run -> run.zones().stream()).map(ZoneUse::zone).toList();
    for (Fault fault :
        IdlePowerCheck.faults(new TreeSet<>(settings.idle().powerUw().keySet()), zones)) {
      notes.add(fault.message());
    }
    int left = runs.stream().mapToInt(Run::stillRunning).sum();
    if (left > 0) {
      notes.add(
          "processes that it started and that still run: %d; what they use from now on is not counted, unless with --wait-all"
              .formatted(left));
    }
    places.whyNoCgroup().ifPresent(why -> notes.add(tree(why, places.adoptsOrphans())));
    others
        .whyNot()
        .ifPresent(why -> notes.add("others' CPU time is from /proc/stat, not by BPF: " + why));
    power
        .found()
        .forEach(
            (name, found) -> {
              if (!found.isAbsent() && !found.isPending()) {
                found.whyNot().ifPresent(why -> notes.add(name + " is not used: " + why));
              }
            });
    return notes;
  }

  private static String tree(String whyNoCgroup, boolean adoptsOrphans) {
    return "the command has no cgroup of its own (%s): its processes are followed from parent to child, to 10 ms of CPU time each%s"
        .formatted(
            whyNoCgroup,
            adoptsOrphans ? "" : ", and orphans that ended between two looks are missed");
  }
}

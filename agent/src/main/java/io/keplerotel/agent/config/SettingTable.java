// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.config;

import io.keplerotel.agent.model.IdlePolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * All settings of the agent. YAML keys, variables, flags and their documentation come from here.
 */
public final class SettingTable {
  private static final String AUTO = "auto";

  static final Setting<Duration> INTERVAL =
      new Setting<>(
          "interval",
          SettingType.duration(Duration.ofMillis(100), Duration.ofMinutes(1)),
          "1s",
          "How often all sources are read. Scrapes and pushes do not depend on it.");
  static final Setting<Path> HOST_PROCFS =
      new Setting<>(
          "host.procfs", SettingType.path(), "/proc", "Where the host's procfs is mounted.");
  static final Setting<Path> HOST_SYSFS =
      new Setting<>("host.sysfs", SettingType.path(), "/sys", "Where the host's sysfs is mounted.");
  static final Setting<Optional<String>> NODE_NAME =
      new Setting<>(
          "node.name",
          SettingType.optionalText(),
          "",
          "Name of this machine in metrics; the host name where empty.");

  /** To ask for its value by; which names are allowed is known to a whole table only. */
  static final Setting<List<String>> POWER_SOURCES = powerSources(List.of());

  static final Setting<EstimateUse> POWER_ESTIMATES =
      new Setting<>(
          "power.estimates",
          SettingType.choice(EstimateUse.class),
          "alone",
          "What may be estimated: the whole machine where neither its CPUs nor all of it is measured, whatever is not measured, or nothing.");
  static final Setting<IdlePolicy> IDLE_POLICY =
      new Setting<>(
          "idle.policy",
          SettingType.choice(IdlePolicy.class),
          "even",
          "How idle energy is apportioned: evenly to containers, by CPU requests, by CPU time, or not.");
  static final Setting<Map<String, Long>> IDLE_POWER =
      new Setting<>(
          "idle.power",
          SettingType.powerByZone(),
          "",
          "Idle power by id of the zone, W, such as package-0=12.5; it is learnt for zones that are not named. A name that is no zone of the machine is a fault.");
  static final Setting<CpuSource> CPU_SOURCE =
      new Setting<>(
          "cpu.source",
          SettingType.choice(CpuSource.class),
          "auto",
          "Where CPU time is read; auto takes BPF where the kernel allows it.");
  static final Setting<Integer> CPU_BPF_RING_SIZE =
      new Setting<>(
          "cpu.bpf.ring-size",
          SettingType.bytes(4_096, 1 << 26),
          "262144",
          "Size of the buffer through which BPF reports ended tasks and new cgroups.");
  static final Setting<List<String>> CPU_COUNTERS =
      new Setting<>(
          "cpu.counters",
          SettingType.eventNames(),
          "off",
          "Hardware counters by which energy is divided, once they are known to tell more than CPU time: off, on (cycles, instructions, cache-misses, branches, vector-instructions, sibling-time) or a list. Needs BPF; costs some time at each switch of tasks.");
  static final Setting<SystemdUnits> SYSTEMD_UNITS =
      new Setting<>(
          "workloads.systemd-units",
          SettingType.choice(SystemdUnits.class),
          "auto",
          "Whether systemd units are workloads; auto: on machines without containers.");
  static final Setting<Boolean> PROCESS_ENABLED =
      new Setting<>(
          "process.enabled",
          SettingType.flag(),
          "true",
          "Whether processes have their own series.");
  static final Setting<Integer> PROCESS_TOP =
      new Setting<>(
          "process.top",
          SettingType.number(0, 100_000),
          "100",
          "How many processes are shown, those that use most; the rest is one series. Ended ones stay for terminated.retention, at most as many again.");
  static final Setting<Duration> TERMINATED_RETENTION =
      new Setting<>(
          "terminated.retention",
          SettingType.duration(Duration.ZERO, Duration.ofHours(24)),
          "150s",
          "How long the last energy of ended workloads is shown; at least two scrape intervals.");
  static final Setting<Optional<Path>> VM_EXPORT_DIR =
      new Setting<>(
          "vm.export.dir",
          SettingType.optionalPath(),
          "",
          "Where virtual machines are handed what they have used, each in the folder that is named by its id, where there is one: docs/virtual-machines.md. Empty for none.");
  static final Setting<Set<MetricLevel>> METRIC_LEVELS =
      new Setting<>(
          "metrics.levels",
          SettingType.setOf(MetricLevel.class),
          "node,container,pod,process,unit,vm,owner",
          "Whose energy is shown, on /metrics and by OTLP; what is not costs nothing there and counts as before in all else. Host processes and kernel threads are shown with container and with unit.");
  static final Setting<Integer> METRIC_OWNERS =
      new Setting<>(
          "metrics.owners",
          SettingType.number(0, 100_000),
          "1000",
          "How many owners of pods have series of their own, the first to come; the energy of all others is one series of the kind rest.");
  static final Setting<List<ListenAddress>> WEB_LISTEN =
      new Setting<>(
          "web.listen",
          SettingType.listenAddresses(),
          "0.0.0.0:9103",
          "Where metrics and health are served; one or a list of them.");
  static final Setting<Optional<Path>> WEB_CONFIG_FILE =
      new Setting<>(
          "web.config-file",
          SettingType.optionalPath(),
          "",
          "TLS, client certificates and passwords of that server, in the format of Prometheus' web.config.file; empty for none. A change of it needs no restart.");
  static final Setting<OptionalDouble> WEB_PRICE =
      new Setting<>(
          "web.price",
          SettingType.optionalAmount(),
          "",
          "Money for a kWh, for the cost on the page; empty for none.");
  static final Setting<String> WEB_CURRENCY =
      new Setting<>("web.currency", SettingType.word(), "EUR", "Currency of that price.");
  static final Setting<OptionalDouble> WEB_GRID =
      new Setting<>(
          "web.grid",
          SettingType.optionalAmount(),
          "",
          "Grid intensity, grams of CO2 equivalent for a kWh, for the CO2e on the page; empty for none.");
  static final Setting<Boolean> PROMETHEUS_ENABLED =
      new Setting<>(
          "prometheus.enabled", SettingType.flag(), "true", "Whether /metrics is served.");
  static final Setting<Dialect> PROMETHEUS_DIALECT =
      new Setting<>(
          "prometheus.dialect",
          SettingType.choice(Dialect.class),
          "kepler",
          "Names and labels on /metrics: of Kepler 0.7, of Kepler 0.10, or those of OTLP.");
  static final Setting<Boolean> PROMETHEUS_CREATED_TIMESTAMPS =
      new Setting<>(
          "prometheus.created-timestamps",
          SettingType.flag(),
          "false",
          "Whether OpenMetrics has a _created line for each counter; protobuf always says when it began.");
  static final Setting<Boolean> OTLP_ENABLED =
      new Setting<>(
          "otlp.enabled",
          SettingType.flag(),
          "true",
          "Whether metrics are pushed by OTLP, as the standard OTEL_ variables say.");
  static final Setting<LogLevel> LOG_LEVEL =
      new Setting<>(
          "log.level",
          SettingType.choice(LogLevel.class),
          "info",
          "The least level that is logged.");
  static final Setting<LogFormat> LOG_FORMAT =
      new Setting<>(
          "log.format",
          SettingType.choice(LogFormat.class),
          "text",
          "What a line of the log looks like; json: an object with time, level, logger, message, and error where there is a stack trace.");

  private final List<Setting<?>> all;

  /**
   * The settings of the agent, with those of its sources.
   *
   * @param powerSources names of all sources of power, those that are preferred first
   * @param own settings that only one of them reads
   */
  public SettingTable(List<String> powerSources, List<Setting<?>> own) {
    this.all = all(powerSources, own);
  }

  /** All, in the order of the documentation. */
  public List<Setting<?>> all() {
    return all;
  }

  private static List<Setting<?>> all(List<String> powerSources, List<Setting<?>> own) {
    List<Setting<?>> all =
        new ArrayList<>(
            List.of(
                INTERVAL,
                HOST_PROCFS,
                HOST_SYSFS,
                NODE_NAME,
                powerSources(powerSources),
                POWER_ESTIMATES,
                IDLE_POLICY,
                IDLE_POWER,
                CPU_SOURCE,
                CPU_BPF_RING_SIZE,
                CPU_COUNTERS,
                SYSTEMD_UNITS,
                PROCESS_ENABLED,
                PROCESS_TOP,
                TERMINATED_RETENTION,
                VM_EXPORT_DIR));
    all.addAll(own);
    all.addAll(KubeTable.all());
    all.addAll(
        List.of(
            METRIC_LEVELS,
            METRIC_OWNERS,
            WEB_LISTEN,
            WEB_CONFIG_FILE,
            WEB_PRICE,
            WEB_CURRENCY,
            WEB_GRID,
            PROMETHEUS_ENABLED,
            PROMETHEUS_DIALECT,
            PROMETHEUS_CREATED_TIMESTAMPS,
            OTLP_ENABLED,
            LOG_LEVEL,
            LOG_FORMAT));
    return List.copyOf(all);
  }

  private static Setting<List<String>> powerSources(List<String> names) {
    List<String> choices = new ArrayList<>(List.of(AUTO));
    choices.addAll(names);
    return new Setting<>(
        "power.sources",
        SettingType.listOf(choices),
        AUTO,
        "Where energy is read, the preferred source first: each component of the machine is covered by the first one that works. auto: "
            + String.join(", ", names)
            + ".");
  }
}

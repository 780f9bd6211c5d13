// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.config;

import io.keplerotel.agent.model.IdlePolicy;
import io.keplerotel.agent.model.Tariff;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All settings, checked. Immutable.
 *
 * @param interval length of a tick
 * @param host where the host's trees are
 * @param nodeName name of this machine; empty for the host name
 * @param power where energy is read
 * @param idle how idle energy is found and apportioned
 * @param cpu how CPU time is read
 * @param workloads what counts as a workload, and for how long
 * @param kube how the names of pods are learnt
 * @param process which processes are shown
 * @param metricLevels whose energy is shown in metrics
 * @param export where metrics go
 * @param log what is logged, and how
 * @param all the value of each setting, for those that only one source reads
 */
public record Settings(
    Duration interval,
    Host host,
    Optional<String> nodeName,
    Power power,
    Idle idle,
    Cpu cpu,
    Workloads workloads,
    KubeSettings kube,
    Processes process,
    Set<MetricLevel> metricLevels,
    Export export,
    Log log,
    SettingValues all) {
  /** Takes a copy of the set. */
  public Settings {
    metricLevels = Set.copyOf(metricLevels);
  }

  /** The value of a setting that belongs to one source of power. */
  public <T> T of(Setting<T> own) {
    return all.get(own);
  }

  /**
   * The log.
   *
   * @param level the least that is logged
   * @param format what a line looks like
   */
  public record Log(LogLevel level, LogFormat format) {
    /** The same with another level. */
    public Log at(LogLevel other) {
      return new Log(other, format);
    }
  }

  /**
   * Energy.
   *
   * @param sources names of sources, those that are preferred first; {@code auto} included
   * @param estimates what may be estimated beside what is measured
   */
  public record Power(List<String> sources, EstimateUse estimates) {
    /** Takes a copy of the list. */
    public Power {
      sources = List.copyOf(sources);
    }
  }

  /** Where the host's kernel trees are mounted. */
  public record Host(Path procfs, Path sysfs) {}

  /**
   * Idle energy.
   *
   * @param powerUw fixed idle power by zone id, µW; learnt for the others
   */
  public record Idle(IdlePolicy policy, Map<String, Long> powerUw) {
    /** Takes copies. */
    public Idle {
      powerUw = Map.copyOf(powerUw);
    }
  }

  /**
   * CPU time.
   *
   * @param ringBytes size of the BPF ring buffer
   * @param counters events that are counted beside it; may be none
   */
  public record Cpu(CpuSource source, int ringBytes, List<String> counters) {
    /** Takes a copy of the list. */
    public Cpu {
      counters = List.copyOf(counters);
    }
  }

  /**
   * Workloads.
   *
   * @param retention how long terminated ones are shown
   * @param guests where virtual machines are handed what they have used
   * @param owners how many owners of pods are told apart
   */
  public record Workloads(
      SystemdUnits systemdUnits, Duration retention, Optional<Path> guests, int owners) {}

  /**
   * Process series.
   *
   * @param top how many are shown
   */
  public record Processes(boolean enabled, int top) {}

  /**
   * Where metrics go.
   *
   * @param dialect of {@code prometheus}
   * @param createdTimestamps whether OpenMetrics says in lines of their own when counters began
   */
  public record Export(
      Web web, boolean prometheus, Dialect dialect, boolean createdTimestamps, boolean otlp) {}

  /**
   * The server.
   *
   * @param listen where it listens; at least one
   * @param configFile says who may ask, and by TLS or not
   * @param tariff what energy costs, for people who look at the page
   */
  public record Web(List<ListenAddress> listen, Optional<Path> configFile, Tariff tariff) {
    /** Takes a copy of the list. */
    public Web {
      listen = List.copyOf(listen);
    }

    /** All addresses as one would write them. */
    public String addresses() {
      return listen.stream().map(ListenAddress::toString).collect(Collectors.joining(","));
    }
  }

  static Settings of(SettingValues values) {
    return new Settings(
        values.get(SettingTable.INTERVAL),
        new Host(values.get(SettingTable.HOST_PROCFS), values.get(SettingTable.HOST_SYSFS)),
        values.get(SettingTable.NODE_NAME),
        new Power(values.get(SettingTable.POWER_SOURCES), values.get(SettingTable.POWER_ESTIMATES)),
        new Idle(values.get(SettingTable.IDLE_POLICY), values.get(SettingTable.IDLE_POWER)),
        new Cpu(
            values.get(SettingTable.CPU_SOURCE),
            values.get(SettingTable.CPU_BPF_RING_SIZE),
            values.get(SettingTable.CPU_COUNTERS)),
        new Workloads(
            values.get(SettingTable.SYSTEMD_UNITS),
            values.get(SettingTable.TERMINATED_RETENTION),
            values.get(SettingTable.VM_EXPORT_DIR),
            values.get(SettingTable.METRIC_OWNERS)),
        KubeSettings.of(values),
        new Processes(
            values.get(SettingTable.PROCESS_ENABLED), values.get(SettingTable.PROCESS_TOP)),
        values.get(SettingTable.METRIC_LEVELS),
        new Export(
            new Web(
                values.get(SettingTable.WEB_LISTEN),
                values.get(SettingTable.WEB_CONFIG_FILE),
                new Tariff(
                    values.get(SettingTable.WEB_PRICE),
                    values.get(SettingTable.WEB_CURRENCY),
                    values.get(SettingTable.WEB_GRID))),
            values.get(SettingTable.PROMETHEUS_ENABLED),
            values.get(SettingTable.PROMETHEUS_DIALECT),
            values.get(SettingTable.PROMETHEUS_CREATED_TIMESTAMPS),
            values.get(SettingTable.OTLP_ENABLED)),
        new Log(values.get(SettingTable.LOG_LEVEL), values.get(SettingTable.LOG_FORMAT)),
        values);
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import io.keplerotel.agent.export.prometheus.InfoMetric;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.SmallFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import io.keplerotel.agent.model.Machine;
import io.keplerotel.semconv.KeplerTenLabels;
import io.keplerotel.semconv.KeplerTenMetrics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code /proc/cpuinfo} says of each hardware thread.
 *
 * @param threads fields by their names there
 */
public record ProcessorTable(List<Map<String, String>> threads) {
  private static final String PROCESSOR = "processor";
  private static final String FLAGS = "flags";

  public ProcessorTable {
    threads = List.copyOf(threads);
  }

  /** Reads it; empty where it cannot be read. */
  public static ProcessorTable read(HostFiles files) {
    try {
      return parse(new SmallFile().text(files.cpuinfo()));
    } catch (UnreadableException ignored) {
      // What the machine is says nothing about energy; without it that one metric is absent.
      return new ProcessorTable(List.of());
    }
  }

  static ProcessorTable parse(String cpuinfo) {
    List<Map<String, String>> threads = new ArrayList<>();
    for (String line : cpuinfo.split("\n", -1)) {
      int colon = line.indexOf(':');
      if (colon <= 0) {
        continue;
      }
      String name = line.substring(0, colon).strip();
      if (name.equals(PROCESSOR)) {
        threads.add(new HashMap<>());
      }
      if (!threads.isEmpty()) {
        threads.getLast().put(name, line.substring(colon + 1).strip());
      }
    }
    return new ProcessorTable(threads);
  }

  /** One point for each hardware thread; arm64 says less of itself. */
  InfoMetric info(String nodeName) {
    return new InfoMetric(
        KeplerTenMetrics.NODE_CPU_INFO, threads.stream().map(t -> labels(t, nodeName)).toList());
  }

  private static Map<String, String> labels(Map<String, String> thread, String nodeName) {
    return Map.of(
        KeplerTenLabels.PROCESSOR.getKey(), thread.getOrDefault(PROCESSOR, ""),
        KeplerTenLabels.VENDOR_ID.getKey(), thread.getOrDefault("vendor_id", ""),
        KeplerTenLabels.MODEL_NAME.getKey(), thread.getOrDefault("model name", ""),
        KeplerTenLabels.PHYSICAL_ID.getKey(), thread.getOrDefault("physical id", ""),
        KeplerTenLabels.CORE_ID.getKey(), thread.getOrDefault("core id", ""),
        KeplerTenLabels.NODE_NAME.getKey(), nodeName);
  }

  /** Whether a hypervisor runs below: x86 CPUs say so. */
  public Machine machine() {
    if (threads.isEmpty() || !threads.getFirst().containsKey(FLAGS)) {
      return Machine.UNKNOWN;
    }
    String flags = " " + threads.getFirst().get(FLAGS) + " ";
    return flags.contains(" hypervisor ") ? Machine.VIRTUAL : Machine.BARE_METAL;
  }
}

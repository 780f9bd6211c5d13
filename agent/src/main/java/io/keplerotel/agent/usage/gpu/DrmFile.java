// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage.gpu;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code /proc/PID/fdinfo/N} tells of a graphics device that a process has open.
 *
 * @param client whose work it is; the same in each process that has the file open
 * @param engineNs time that each engine has worked for it, ns
 * @param cycles the same in cycles, where the driver counts those
 * @param allCycles of each engine that counts cycles, how many have gone by
 * @see <a href="https://docs.kernel.org/gpu/drm-usage-stats.html">DRM client usage stats</a>
 */
record DrmFile(
    Client client,
    Map<String, Long> engineNs,
    Map<String, Long> cycles,
    Map<String, Long> allCycles) {
  private static final String ENGINE = "drm-engine-";
  private static final String CAPACITY = "drm-engine-capacity-";
  private static final String CYCLES = "drm-cycles-";
  private static final String ALL_CYCLES = "drm-total-cycles-";
  private static final String NUMBER = "[0-9]{1,18}";

  DrmFile {
    engineNs = Map.copyOf(engineNs);
    cycles = Map.copyOf(cycles);
    allCycles = Map.copyOf(allCycles);
  }

  /**
   * One opening of a device.
   *
   * @param device its PCI address, such as {@code 0000:03:00.0}
   */
  record Client(String device, long id) {}

  /** Parses; empty where the file is of something else, or of a driver that does not tell. */
  static Optional<DrmFile> parse(String text) {
    Map<String, String> lines = new HashMap<>();
    for (String line : text.split("\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.startsWith("drm-")) {
        lines.put(line.substring(0, colon), line.substring(colon + 1).strip());
      }
    }
    String device = lines.getOrDefault("drm-pdev", "");
    String id = lines.getOrDefault("drm-client-id", "");
    if (device.isEmpty() || !id.matches(NUMBER)) {
      return Optional.empty();
    }
    lines.keySet().removeIf(key -> key.startsWith(CAPACITY));
    return Optional.of(
        new DrmFile(
            new Client(device, Long.parseLong(id)),
            numbers(lines, ENGINE, " ns"),
            numbers(lines, CYCLES, ""),
            numbers(lines, ALL_CYCLES, "")));
  }

  /**
   * Time that the device has worked for the client since {@code before}, ns; engines that work at
   * once count each. Counters that went back count nothing.
   *
   * @param elapsedNs how long ago that was, ns
   */
  long sinceNs(DrmFile before, long elapsedNs) {
    long sumNs = 0;
    for (Map.Entry<String, Long> engine : engineNs.entrySet()) {
      sumNs += difference(engine.getValue(), before.engineNs.get(engine.getKey()));
    }
    for (Map.Entry<String, Long> engine : cycles.entrySet()) {
      String name = engine.getKey();
      long used = difference(engine.getValue(), before.cycles.get(name));
      long all = difference(allCycles.getOrDefault(name, 0L), before.allCycles.get(name));
      if (all > 0 && !engineNs.containsKey(name)) {
        sumNs += Math.round((double) used / all * elapsedNs);
      }
    }
    return sumNs;
  }

  private static long difference(long now, @Nullable Long before) {
    return before == null ? 0 : Math.max(0, now - before);
  }

  private static Map<String, Long> numbers(Map<String, String> lines, String prefix, String unit) {
    Map<String, Long> numbers = new HashMap<>();
    lines.forEach(
        (key, value) -> {
          if (key.startsWith(prefix) && value.matches(NUMBER + unit)) {
            String digits = value.substring(0, value.length() - unit.length());
            numbers.put(key.substring(prefix.length()), Long.parseLong(digits));
          }
        });
    return numbers;
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Energy of a node and its containers as two ways show it: scraped from the agent in Kepler's
 * dialect, and pushed by OTLP.
 */
final class EnergyReadings {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String TICKS = "kepler_agent_ticks_total";

  private EnergyReadings() {}

  /** A way to read: a Prometheus, and which of its series. */
  record Way(CurrentPrometheus prometheus, String selector) {
    List<CurrentPrometheus.Sample> of(String metric, Instant time) {
      return prometheus.query("{__name__=~\"" + metric + "\"," + selector + "}", time);
    }

    /** Which tick is shown at a time, and whether it has been for some seconds. */
    List<String> settledTick(Instant time) {
      return prometheus
          .query(
              "%1$s{%2$s} and changes(%1$s{%2$s}[3s]) == 0 and count_over_time(%1$s{%2$s}[3s]) > 1"
                  .formatted(TICKS, selector),
              time)
          .stream()
          .map(CurrentPrometheus.Sample::value)
          .toList();
    }
  }

  /**
   * Waits until both ways have shown the same tick for some seconds, and returns a time at which
   * they did. The tick is read before and after the energy of each collection, and a new one comes
   * seconds later, so at that time all energy is this tick's.
   */
  static Instant sameTick(Way scraped, Way pushed) {
    Instant[] found = new Instant[1];
    Pause.until(
        PATIENCE,
        "both ways show the same tick",
        () -> {
          Instant now = Instant.now();
          List<String> tick = scraped.settledTick(now);
          found[0] = now;
          return tick.size() == 1 && tick.equals(pushed.settledTick(now));
        });
    return found[0];
  }

  /**
   * Energy by «workload zone mode», scraped; as text, because it is to be the same to the digit.
   */
  static Map<String, String> scraped(Way way, Instant time) {
    String zones = "_(package|core|uncore|dram|other|platform)_joules_total";
    Map<String, String> energy = new TreeMap<>();
    for (CurrentPrometheus.Sample sample : way.of("kepler_container" + zones, time)) {
      put(energy, sample.label("container_id"), zone(sample), sample.label("mode"), sample);
    }
    return energy;
  }

  /** The same, pushed. */
  static Map<String, String> pushed(Way way, Instant time) {
    Map<String, String> energy = new TreeMap<>();
    for (CurrentPrometheus.Sample sample : way.of("kepler_container_energy_joules_total", time)) {
      put(
          energy,
          sample.label("container_id") + sample.label("kepler_workload"),
          sample.label("kepler_zone"),
          sample.label("kepler_mode"),
          sample);
    }
    return energy;
  }

  /** Energy of the node by «zone mode», µJ, scraped; packages are summed, as OTLP has them. */
  static Map<String, Long> scrapedNodeUj(Way way, Instant time) {
    return way
        .of("kepler_node_(package|core|uncore|dram|other|platform)_joules_total", time)
        .stream()
        .collect(
            Collectors.groupingBy(
                sample -> zone(sample) + " " + sample.label("mode"),
                TreeMap::new,
                Collectors.summingLong(EnergyReadings::uj)));
  }

  /** The same, pushed. */
  static Map<String, Long> pushedNodeUj(Way way, Instant time) {
    return way.of("kepler_node_energy_joules_total", time).stream()
        .collect(
            Collectors.groupingBy(
                sample -> sample.label("kepler_zone") + " " + sample.label("kepler_mode"),
                TreeMap::new,
                Collectors.summingLong(EnergyReadings::uj)));
  }

  private static void put(
      Map<String, String> energy,
      String workload,
      String zone,
      String mode,
      CurrentPrometheus.Sample sample) {
    String before = energy.put(workload + " " + zone + " " + mode, sample.value());
    assertThat(before).as("a second series: %s", sample).isNull();
  }

  private static String zone(CurrentPrometheus.Sample sample) {
    return sample.label("__name__").replaceAll("^kepler_[a-z]+_|_joules_total$", "");
  }

  private static long uj(CurrentPrometheus.Sample sample) {
    return Math.round(Double.parseDouble(sample.value()) * 1e6);
  }
}

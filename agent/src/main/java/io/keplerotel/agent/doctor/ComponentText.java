// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.doctor;

import io.keplerotel.agent.doctor.PowerChecks.Seen;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.estimated.Curve;
import io.keplerotel.agent.power.estimated.Estimate;
import io.keplerotel.agent.power.estimated.Evidence;
import io.keplerotel.agent.power.estimated.PresentEstimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Says of each component whether it will be measured or estimated, and how good that is. */
final class ComponentText {
  private static final String ESTIMATED = "estimated";
  private static final double UW_PER_W = 1e6;
  private static final List<Component> SHOWN =
      List.of(Component.PLATFORM, Component.PACKAGE, Component.CORE, Component.DRAM, Component.GPU);

  private final Seen seen;
  private final Optional<Estimate> estimate;
  private final List<String> graphics;

  /**
   * Of what was read.
   *
   * @param graphics what GPUs there are
   */
  ComponentText(Seen seen, PresentEstimate estimate, List<String> graphics) {
    this.seen = seen;
    this.estimate = estimate.latest().map(PresentEstimate.At::estimate);
    this.graphics = graphics;
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    SHOWN.forEach(component -> findings.add(finding(component)));
    findings.add(other());
    boolean isEstimated = findings.stream().anyMatch(each -> each.text().startsWith(ESTIMATED));
    if (isEstimated
        && estimate.filter(each -> each.evidence() != Evidence.CALIBRATED).isPresent()) {
      findings.add(
          Finding.note(
              "estimates",
              "the bounds hold for 90 of 100 such machines",
              "a calibration of such a machine makes them closer: docs/calibration.md"));
    }
    return findings;
  }

  private Finding finding(Component component) {
    Map<String, List<Zone>> bySource = bySource(component);
    if (bySource.isEmpty()) {
      return missing(component);
    }
    String name = name(component);
    boolean isEstimated =
        bySource.values().stream()
            .flatMap(List::stream)
            .allMatch(zone -> zone.provenance() == Provenance.ESTIMATED);
    if (!isEstimated) {
      String sources =
          bySource.entrySet().stream()
              .map(each -> "%s (%s)".formatted(each.getKey(), count(each.getValue())))
              .collect(Collectors.joining(", "));
      return Finding.ok(name, "measured by " + sources);
    }
    return estimate
        .map(found -> Finding.note(name, estimated(found, component)))
        .orElseGet(() -> Finding.note(name, ESTIMATED));
  }

  private Map<String, List<Zone>> bySource(Component component) {
    Map<String, List<Zone>> bySource = new TreeMap<>();
    seen.last()
        .zonesBySource()
        .forEach(
            (source, zones) -> {
              List<Zone> own =
                  zones.stream().filter(zone -> zone.component() == component).toList();
              if (!own.isEmpty()) {
                bySource.put(source, own);
              }
            });
    return bySource;
  }

  private static String estimated(Estimate found, Component component) {
    String range =
        Optional.ofNullable(found.zones().get(component)).map(ComponentText::range).orElse("");
    return "%s, by %s%s".formatted(ESTIMATED, evidence(found.evidence()), range);
  }

  private static String range(Curve curve) {
    return ": %s idle, %s at full load".formatted(range(curve, 0), range(curve, 1));
  }

  private static String range(Curve curve, double load) {
    return String.format(
        Locale.ROOT, "%.1f to %.1f W", curve.lowUw(load) / UW_PER_W, curve.highUw(load) / UW_PER_W);
  }

  private static String evidence(Evidence evidence) {
    return switch (evidence) {
      case CALIBRATED -> "a calibration of this kind of machine";
      case CPU_MODEL -> "published servers with this CPU";
      case CPU_FAMILY -> "published servers of this CPU family";
      case DEFAULT -> "the median of all published servers, as nothing near is known";
    };
  }

  private Finding missing(Component component) {
    String name = name(component);
    return switch (component) {
      case PLATFORM ->
          Finding.note(
              name,
              "neither measured nor estimated: what fans, disks and power supplies use is not known");
      case GPU ->
          graphics.isEmpty()
              ? Finding.ok(name, "no GPU is there")
              : Finding.note(name, "not measured, though there is one: " + list(graphics));
      case CORE, UNCORE -> Finding.note(name, "not metered apart; it is part of package");
      case PACKAGE, DRAM, OTHER ->
          Finding.note(
              name,
              "neither measured nor estimated",
              "power.estimates=rest estimates what is not measured");
    };
  }

  private Finding other() {
    boolean isThere = !bySource(Component.PLATFORM).isEmpty();
    return isThere
        ? Finding.ok("other", "platform less packages, dram and GPUs")
        : Finding.note("other", "not known without platform");
  }

  private static String name(Component component) {
    return component.name().toLowerCase(Locale.ROOT);
  }

  private static String count(List<Zone> zones) {
    return zones.size() == 1 ? zones.getFirst().id() : zones.size() + " zones";
  }

  private static String list(List<String> names) {
    return String.join(", ", names);
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.PlainText;
import io.keplerotel.agent.power.estimated.Curve;
import io.keplerotel.agent.power.estimated.Estimate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Shows an estimate: a table with a chart for people, JSON for programs. */
final class EstimateText {
  private static final int BAR = 40;

  private EstimateText() {}

  /** For people: the whole with its interval and a bar, then the zones. */
  static String sheet(Estimate estimate) {
    StringBuilder text = new StringBuilder();
    line(text, "model     " + estimate.model());
    line(text, "evidence  " + evidence(estimate) + ": " + PlainText.of(estimate.reason()));
    line(text, "");
    line(text, "load    watts   90 % interval");
    Curve all = whole(estimate);
    double most = Math.max(1e-9, all.high().getLast());
    for (int i = 0; i < Curve.POINTS; i++) {
      line(
          text,
          "%3d %% %s  %s … %s  %s"
              .formatted(
                  i * 10,
                  watts(all.watts().get(i)),
                  watts(all.low().get(i)),
                  watts(all.high().get(i)),
                  bar(all, i, most)));
    }
    line(text, "");
    line(text, "zone        idle    half    full   W (parts are assumptions: docs/estimation.md)");
    zones(estimate).forEach((name, curve) -> line(text, row(name, curve)));
    return text.toString();
  }

  private static String row(String name, Curve curve) {
    return "%-8s %s %s %s"
        .formatted(
            name,
            watts(curve.watts().getFirst()),
            watts(curve.watts().get(Curve.POINTS / 2)),
            watts(curve.watts().getLast()));
  }

  /** For programs: one object in one line. */
  static String json(Estimate estimate) {
    Curve all = whole(estimate);
    String zones =
        zones(estimate).entrySet().stream()
            .map(zone -> "\"%s\":{%s}".formatted(zone.getKey(), figures(zone.getValue())))
            .collect(Collectors.joining(","));
    return "{\"model\":%s,\"evidence\":\"%s\",\"reason\":%s,%s,\"zones\":{%s}}%n"
        .formatted(
            quoted(estimate.model()),
            evidence(estimate),
            quoted(estimate.reason()),
            figures(all),
            zones);
  }

  /** The machine, or the widest zone that there is. */
  private static Curve whole(Estimate estimate) {
    Curve platform = estimate.zones().get(Component.PLATFORM);
    return platform != null ? platform : estimate.zones().values().iterator().next();
  }

  private static Map<String, Curve> zones(Estimate estimate) {
    Map<String, Curve> zones = new TreeMap<>();
    estimate
        .zones()
        .forEach((component, curve) -> zones.put(component.name().toLowerCase(Locale.ROOT), curve));
    return zones;
  }

  private static String evidence(Estimate estimate) {
    return estimate.evidence().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What it takes without a doubt, what it most likely takes, and what it may. */
  private static String bar(Curve all, int point, double most) {
    int low = columns(all.low().get(point), most);
    int middle = columns(all.watts().get(point), most);
    int high = columns(all.high().get(point), most);
    return "█".repeat(low) + "▓".repeat(middle - low) + "░".repeat(high - middle);
  }

  private static int columns(double watts, double most) {
    return (int) Math.round(BAR * watts / most);
  }

  private static String watts(double watts) {
    return String.format(Locale.ROOT, watts >= 100 ? "%7.0f" : "%7.1f", watts);
  }

  private static void line(StringBuilder text, String line) {
    text.append(line.stripTrailing()).append('\n');
  }

  private static String figures(Curve curve) {
    return "\"watts\":%s,\"low\":%s,\"high\":%s"
        .formatted(list(curve.watts()), list(curve.low()), list(curve.high()));
  }

  private static String list(List<Double> figures) {
    return figures.stream()
        .map(figure -> String.format(Locale.ROOT, "%.3f", figure))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String quoted(String text) {
    String plain = PlainText.of(text).replace("\\", "\\\\").replace("\"", "\\\"");
    return "\"" + plain + "\"";
  }
}

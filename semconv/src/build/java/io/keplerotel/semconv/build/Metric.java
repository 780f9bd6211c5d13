// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.semconv.build;

import java.util.List;

/** A metric of the model, and its name for Prometheus. */
record Metric(
    String file,
    String name,
    String instrument,
    String unit,
    String brief,
    String note,
    boolean info,
    List<String> attributes) {

  /** The name that the OpenTelemetry exporter for Prometheus makes of it. */
  String prometheusName() {
    if (info) {
      return name;
    }
    String result = name.replaceAll("[^A-Za-z0-9]+", "_");
    while (result.matches(".*_(total|created|bucket|info)")) {
      result = result.substring(0, result.lastIndexOf('_'));
    }
    String word =
        switch (unit) {
          case "J" -> "joules";
          case "W" -> "watts";
          case "s" -> "seconds";
          case "By" -> "bytes";
          case "1" -> "";
          default -> unit.startsWith("{") ? "" : unit;
        };
    if (!word.isEmpty() && !result.endsWith("_" + word)) {
      result += "_" + word;
    }
    return instrument.equals("counter") ? result + "_total" : result;
  }

  String prometheusType() {
    return instrument.equals("counter") ? "counter" : "gauge";
  }
}

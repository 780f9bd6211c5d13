// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.prometheus;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What opentelemetry-exporter-prometheus makes of a unit by UCUM. */
final class UnitNames {
  /** What the exposition formats add to names themselves. */
  static final List<String> RESERVED = List.of("_total", "_created", "_bucket", "_info");

  private static final List<String> KNOWN =
      List.of(
          "a years year",
          "mo months month",
          "wk weeks week",
          "d days day",
          "h hours hour",
          "min minutes minute",
          "s seconds second",
          "ms milliseconds millisecond",
          "us microseconds microsecond",
          "ns nanoseconds nanosecond",
          "By bytes byte",
          "KiBy kibibytes kibibyte",
          "MiBy mebibytes mebibyte",
          "GiBy gibibytes gibibyte",
          "TiBy tibibytes tibibyte",
          "KBy kilobytes kilobyte",
          "MBy megabytes megabyte",
          "GBy gigabytes gigabyte",
          "TBy terabytes terabyte",
          "m meters meter",
          "V volts volt",
          "A amperes ampere",
          "J joules joule",
          "W watts watt",
          "g grams gram",
          "Cel celsius",
          "Hz hertz",
          "% percent");

  private final Map<String, String> plurals = new HashMap<>();
  private final Map<String, String> singulars = new HashMap<>();

  UnitNames() {
    for (String known : KNOWN) {
      String[] words = known.split(" ", -1);
      plurals.put(words[0], words[1]);
      if (words.length > 2) {
        singulars.put(words[0], words[2]);
      }
    }
  }

  /** The word for it in a metric's name; empty where there is none. */
  Optional<String> of(String ucum) {
    String unit = ucum.contains("{") ? ucum.replaceAll("\\{[^}]*}", "").trim() : ucum;
    if (unit.isEmpty() || unit.equals("1") || (unit.equals("/") && !unit.equals(ucum))) {
      return Optional.empty();
    }
    String plural = plurals.get(unit);
    if (plural != null) {
      return Optional.of(plural);
    }
    return Optional.of(withoutReserved(valid(unit.contains("/") ? ratio(unit) : unit)))
        .filter(name -> !name.isEmpty());
  }

  private String ratio(String unit) {
    String[] parts = unit.split("/", 2);
    String part = plurals.getOrDefault(parts[0], parts[0]).trim();
    String whole = singulars.getOrDefault(parts[1], parts[1]).trim();
    return part.isEmpty() ? "per_" + whole : part + "_per_" + whole;
  }

  private static String valid(String unit) {
    return unit.replaceAll("[^a-zA-Z0-9:.]", "_").replaceAll("^[_.]+|[_.]+$", "");
  }

  private static String withoutReserved(String unit) {
    String name = unit;
    String before;
    do {
      before = name;
      for (String suffix : RESERVED) {
        if (name.equals(suffix.substring(1))) {
          return "";
        }
        if (name.endsWith(suffix)) {
          name = name.substring(0, name.length() - suffix.length());
        }
      }
      name = name.replaceAll("[_.]+$", "");
    } while (!name.equals(before));
    return name;
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.semconv.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All groups of all files, checked. */
record Registry(
    Map<String, Attribute> attributes, List<AttributeGroup> groups, Map<String, Metric> metrics) {
  static Registry read(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> listed = Files.list(folder)) {
      files = listed.filter(path -> path.toString().endsWith(".yaml")).sorted().toList();
    }
    Map<String, List<Node>> nodes = new LinkedHashMap<>();
    for (Path file : files) {
      String name = file.getFileName().toString();
      nodes.put(name, Node.groups(name, Files.readString(file)));
    }
    return new ModelReader(nodes.values().stream().flatMap(List::stream).toList()).read();
  }

  List<Metric> metricsOf(String file) {
    return metrics.values().stream().filter(metric -> metric.file().equals(file)).toList();
  }

  Set<String> files() {
    return Stream.concat(
            attributes.values().stream().map(Attribute::file),
            metrics.values().stream().map(Metric::file))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** One value of an enumeration. */
  record Member(String id, String value, String brief) {}

  /** A key; its members are the values of an enumeration. */
  record Attribute(
      String file,
      String id,
      String type,
      String brief,
      List<Member> members,
      String examples,
      boolean internal) {}

  /** What stands under one title in the tables. */
  record AttributeGroup(
      String file, String id, String title, String brief, List<Attribute> attributes) {}
}

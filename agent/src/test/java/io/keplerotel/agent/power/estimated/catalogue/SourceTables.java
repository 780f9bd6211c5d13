// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.catalogue;

import io.keplerotel.agent.power.estimated.Curve;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The tables that the catalogue is made from, as people add rows to them. Reading checks each row.
 *
 * @param families by name
 * @param cpus by name
 * @param servers published ones
 * @param shapes by family
 * @param names rows: pattern, family
 * @param terms of the regressions: idle, full
 */
record SourceTables(
    Map<String, Family> families,
    Map<String, CpuModel> cpus,
    List<Published> servers,
    Map<String, double[]> shapes,
    List<List<String>> names,
    List<Terms> terms) {
  /** Tables that come with the agent as they are. */
  static final List<String> COPIED =
      List.of(
          "families.csv",
          "cpu-names.csv",
          "cpu-ids.csv",
          "cpu-features.csv",
          "cpu-fingerprints.csv",
          "instances.csv",
          "shapes.csv");

  /** A row that cannot be right. */
  static final class MalformedRowException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MalformedRowException(String message) {
      super(message);
    }
  }

  /** Reads them from a folder. */
  static SourceTables read(Path folder) throws IOException {
    Map<String, Family> families = new LinkedHashMap<>();
    rows(folder.resolve("families.csv"), 7, row -> family(families, row));
    families
        .values()
        .forEach(f -> check(families.containsKey(f.like()), "families.csv: no family " + f.like()));
    Map<String, CpuModel> cpus = new LinkedHashMap<>();
    rows(folder.resolve("cpus.csv"), 6, row -> cpu(families, cpus, row));
    Map<String, double[]> shapes = new LinkedHashMap<>();
    rows(folder.resolve("shapes.csv"), 2 + Curve.POINTS, row -> shape(families, shapes, row));
    families
        .values()
        .forEach(f -> check(shapes.containsKey(f.shape()), "shapes.csv: no family " + f.shape()));
    List<Published> servers = new ArrayList<>();
    rows(
        folder.resolve("servers.csv"),
        Published.FIELDS,
        row -> servers.add(server(families, cpus, row)));
    rows(folder.resolve("cpu-ids.csv"), 7, row -> identity(families, row));
    rows(folder.resolve("cpu-features.csv"), 2, row -> feature(families, row));
    rows(folder.resolve("cpu-fingerprints.csv"), 4, row -> fingerprint(families, cpus, row));
    rows(folder.resolve("instances.csv"), 4, row -> instance(cpus, row));
    List<List<String>> names = new ArrayList<>();
    rows(folder.resolve("cpu-names.csv"), 2, row -> names.add(name(families, row)));
    Map<String, Terms> terms = new HashMap<>();
    rows(
        folder.resolve("terms.csv"),
        1 + Terms.FIGURES,
        row -> terms.put(row.getFirst(), Terms.of(row, 1)));
    check(terms.keySet().equals(Set.of("idle", "full")), "terms.csv: rows are idle and full");
    return new SourceTables(
        families,
        cpus,
        servers,
        shapes,
        names,
        List.of(
            Objects.requireNonNull(terms.get("idle")), Objects.requireNonNull(terms.get("full"))));
  }

  private interface RowReader {
    void read(List<String> row);
  }

  /** Tells file and line of what is wrong. */
  private static void rows(Path file, int fields, RowReader reader) throws IOException {
    int number = 0;
    boolean named = false;
    for (String line : Files.readAllLines(file)) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      List<String> row = Table.fields(line);
      String where = file.getFileName() + ":" + number + ": ";
      check(row.size() == fields, where + row.size() + " fields, not " + fields);
      if (!named) {
        named = true;
        continue;
      }
      try {
        reader.read(row);
      } catch (IllegalArgumentException | MalformedRowException e) {
        throw new MalformedRowException(where + e.getMessage());
      }
    }
  }

  private static void family(Map<String, Family> families, List<String> row) {
    Family family = Family.of(row);
    within("year", family.year(), 2000, 2040);
    check(families.put(family.name(), family) == null, "family " + family.name() + " twice");
  }

  private static void cpu(
      Map<String, Family> families, Map<String, CpuModel> cpus, List<String> row) {
    CpuModel cpu = CpuModel.of(row);
    check(families.containsKey(cpu.family()), "no family " + cpu.family());
    within("cores", cpu.cores(), 1, 1024);
    within("threads", cpu.threads(), cpu.cores(), 8 * cpu.cores());
    within("mhz", cpu.mhz(), 400, 10_000);
    within("tdp_w", cpu.tdpWatts(), 1, 2_000);
    check(!CpuName.of(cpu.name()).key().isEmpty(), "the name \"" + cpu.name() + "\" says nothing");
    check(cpus.put(cpu.name(), cpu) == null, "CPU model " + cpu.name() + " twice");
  }

  private static void shape(
      Map<String, Family> families, Map<String, double[]> shapes, List<String> row) {
    check(families.containsKey(row.getFirst()), "no family " + row.getFirst());
    double[] shape = Table.numbers(row, 2);
    check(shape[0] == 0 && shape[Curve.POINTS - 1] == 1, "a shape goes from 0 to 1");
    for (int i = 1; i < shape.length; i++) {
      check(shape[i] >= shape[i - 1], "a shape never falls");
    }
    shapes.put(row.getFirst(), shape);
  }

  private static Published server(
      Map<String, Family> families, Map<String, CpuModel> cpus, List<String> row) {
    CpuModel cpu = cpus.get(row.getFirst());
    if (cpu == null) {
      throw new MalformedRowException(
          "cpus.csv has no \"" + row.getFirst() + "\"; add a row for it");
    }
    Published server = Published.of(row, cpu, Objects.requireNonNull(families.get(cpu.family())));
    Hardware machine = server.machine();
    within("chips", machine.chips(), 1, 512);
    within("cores", machine.cores(), machine.chips(), (double) machine.chips() * cpu.cores());
    within("threads", machine.threads(), machine.cores(), 8.0 * machine.cores());
    within("memory_gib", machine.memoryGib(), 1, 1e6);
    within("idle_w", server.idleWatts(), 1, 100_000);
    within("full_w", server.fullWatts(), server.idleWatts(), 100_000);
    check(server.month().matches("20[0-9]{2}-(0[1-9]|1[0-2])"), "published is a month: 2025-06");
    return server;
  }

  private static void feature(Map<String, Family> families, List<String> row) {
    for (String family : row.getLast().split(" ", -1)) {
      check(families.containsKey(family), "no family " + family);
    }
  }

  private static void identity(Map<String, Family> families, List<String> row) {
    for (int i = 1; i < 6; i++) {
      within("field " + (i + 1), Integer.parseInt(row.get(i)), 0, 65_535);
    }
    check(families.containsKey(row.get(6)), "no family " + row.get(6));
  }

  private static void fingerprint(
      Map<String, Family> families, Map<String, CpuModel> cpus, List<String> row) {
    check(families.containsKey(row.getFirst()), "no family " + row.getFirst());
    within("l3_mib", Integer.parseInt(row.get(1)), 1, 10_000);
    within("mhz", Integer.parseInt(row.get(2)), 0, 10_000);
    check(cpus.containsKey(row.get(3)), "cpus.csv has no \"" + row.get(3) + "\"");
  }

  private static void instance(Map<String, CpuModel> cpus, List<String> row) {
    Pattern.compile(row.getFirst());
    CpuModel cpu = cpus.get(row.get(1));
    if (cpu == null) {
      throw new MalformedRowException("cpus.csv has no \"" + row.get(1) + "\"");
    }
    int chips = Integer.parseInt(row.get(2));
    within("chips", chips, 1, 16);
    within("threads", Integer.parseInt(row.get(3)), 1, chips * cpu.threads());
  }

  private static List<String> name(Map<String, Family> families, List<String> row) {
    Pattern.compile(row.getFirst());
    check(families.containsKey(row.get(1)), "no family " + row.get(1));
    return row;
  }

  private static void within(String field, double value, double least, double most) {
    check(
        value >= least && value <= most,
        "%s is %s; it must be from %s to %s".formatted(field, value, least, most));
  }

  private static void check(boolean right, String message) {
    if (!right) {
      throw new MalformedRowException(message);
    }
  }
}

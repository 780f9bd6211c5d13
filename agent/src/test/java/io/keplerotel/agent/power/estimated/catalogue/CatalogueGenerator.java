// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.catalogue;

import io.keplerotel.agent.power.estimated.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Makes the catalogue that comes with the agent from the tables that people add rows to: {@code
 * make catalogue}. Arguments: folder of the tables, folder of the resources.
 */
public final class CatalogueGenerator {
  private static final String MADE =
      "# Made by \"make catalogue\" from agent/src/catalogue: change it there.\n";

  private final SourceTables tables;

  CatalogueGenerator(SourceTables tables) {
    this.tables = tables;
  }

  /** Makes it. */
  public static void main(String[] arguments) throws IOException {
    try {
      Path from = Path.of(arguments[0]);
      Path to = Path.of(arguments[1]);
      new CatalogueGenerator(SourceTables.read(from)).write(from, to);
      System.out.println("the catalogue is in " + to);
    } catch (SourceTables.MalformedRowException e) {
      System.err.println("catalogue: " + e.getMessage());
      System.exit(1);
    }
  }

  private void write(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    for (String table : SourceTables.COPIED) {
      Files.writeString(to.resolve(table), MADE + Files.readString(from.resolve(table)));
    }
    List<Training> fits = Judged.fits(tables, tables.servers());
    Files.writeString(to.resolve("cpus.csv"), cpus());
    Files.writeString(to.resolve("servers.csv"), servers(fits));
    Files.writeString(to.resolve("model.csv"), model(Bands.of(tables.servers(), fits)));
  }

  private String cpus() {
    StringBuilder rows =
        new StringBuilder(MADE).append("key,name,family,cores,threads,mhz,tdp_w\n");
    for (CpuModel cpu : tables.cpus().values()) {
      List<String> fields =
          List.of(
              CpuName.of(cpu.name()).key(),
              cpu.name(),
              cpu.family(),
              String.valueOf(cpu.cores()),
              String.valueOf(cpu.threads()),
              number(cpu.mhz()),
              number(cpu.tdpWatts()));
      rows.append(String.join(",", fields)).append('\n');
    }
    return rows.toString();
  }

  private String servers(List<Training> fits) {
    StringBuilder rows =
        new StringBuilder(MADE)
            .append("# Figures: results of SPECpower_ssj2008 as published at spec.org.\n")
            .append("# weight_* and noise_*: what the regression has found of each.\n")
            .append("cpu,chips,cores,threads,memory_gib,published,idle_w,full_w,")
            .append("weight_idle,noise_idle,weight_full,noise_full\n");
    for (int i = 0; i < tables.servers().size(); i++) {
      Published server = tables.servers().get(i);
      Hardware machine = server.machine();
      List<String> fields =
          new ArrayList<>(
              List.of(
                  machine.cpu().name(),
                  String.valueOf(machine.chips()),
                  String.valueOf(machine.cores()),
                  String.valueOf(machine.threads()),
                  number(machine.memoryGib()),
                  server.month(),
                  number(server.idleWatts()),
                  number(server.fullWatts())));
      for (Training fit : fits) {
        // The sum of many that nearly cancel each other.
        fields.add(String.format(Locale.ROOT, "%.10g", fit.regression().weights()[i]));
        fields.add(rounded(fit.regression().noise()[i]));
      }
      rows.append(String.join(",", fields)).append('\n');
    }
    return rows.toString();
  }

  private String model(Map<Evidence, Band> bands) {
    String edition =
        tables.servers().stream()
            .map(Published::month)
            .max(Comparator.naturalOrder())
            .orElseThrow();
    StringBuilder rows =
        new StringBuilder(MADE)
            .append("# edition: the newest server. terms: see Terms.java. band: 90 % intervals.\n")
            .append("what,which\n")
            .append("edition,")
            .append(edition)
            .append('\n');
    List<String> names = List.of("idle", "full");
    for (int i = 0; i < names.size(); i++) {
      rows.append("terms,").append(names.get(i));
      for (double figure : tables.terms().get(i).figures()) {
        rows.append(',').append(rounded(figure));
      }
      rows.append('\n');
    }
    bands.forEach(
        (evidence, band) ->
            rows.append("band,")
                .append(evidence)
                .append(
                    ",%s,%s,%s,%s\n"
                        .formatted(
                            rounded(band.idleLow()),
                            rounded(band.idleHigh()),
                            rounded(band.fullLow()),
                            rounded(band.fullHigh()))));
    return rows.toString();
  }

  private static String number(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }

  private static String rounded(double value) {
    return String.format(Locale.ROOT, "%.5g", value);
  }
}

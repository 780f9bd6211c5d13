// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceTablesTest {
  private static final Path SOURCE = Path.of("src/catalogue");

  @TempDir Path folder;

  @BeforeEach
  void copy() throws IOException {
    try (Stream<Path> files = Files.list(SOURCE)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
  }

  @Test
  void theTablesAreRight() throws IOException {
    assertThat(SourceTables.read(SOURCE).servers()).hasSizeGreaterThan(800);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "servers.csv | AMD EPYC 0000,2,192,384,384,2025-01,100,800 | cpus.csv has no \"AMD EPYC 0000\"",
        "servers.csv | AMD EPYC 9654,2,192,384,384,2025-01,100 | 7 fields, not 8",
        "servers.csv | AMD EPYC 9654,2,192,384,384,2025-01,900,800 | full_w is 800",
        "servers.csv | AMD EPYC 9654,2,192,384,384,2025-01,NaN,800 | idle_w is NaN",
        "servers.csv | AMD EPYC 9654,2,192,384,384,2025-01,100,1e9 | full_w is 1.0E9",
        "servers.csv | AMD EPYC 9654,2,193,384,384,2025-01,100,800 | cores is 193",
        "servers.csv | AMD EPYC 9654,2,192,100,384,2025-01,100,800 | no machine has 2 CPU packages",
        "servers.csv | AMD EPYC 9654,2,192,384,384,2025-13,100,800 | published is a month",
        "servers.csv | AMD EPYC 9654,two,192,384,384,2025-01,100,800 | two",
        "cpus.csv | AMD EPYC 9654,amd-zen4,96,192,2400,360 | CPU model AMD EPYC 9654 twice",
        "cpus.csv | AMD EPYC 9999,amd-zen9,96,192,2400,360 | no family amd-zen9",
        "cpus.csv | AMD EPYC 9999,amd-zen4,96,48,2400,360 | threads is 48",
        "shapes.csv | amd-zen4,1,0,.1,.2,.3,.4,.5,.4,.7,.8,.9,1 | a shape never falls",
        "instances.csv | x9,AMD EPYC 9654,1,400 | threads is 400",
        "families.csv | amd-zen4,amd,2022,amd-zen3,amd-zen4,server, | family amd-zen4 twice",
        "cpu-fingerprints.csv | amd-zen4,0,0,AMD EPYC 9654 | l3_mib is 0"
      })
  void aRowThatCannotBeRightIsRefusedWithFileLineAndReason(String table, String row, String message)
      throws IOException {
    Path file = folder.resolve(table);
    int line = Files.readAllLines(file).size() + 1;
    Files.writeString(file, row + "\n", StandardOpenOption.APPEND);

    assertThatThrownBy(() -> SourceTables.read(folder))
        .isInstanceOf(SourceTables.MalformedRowException.class)
        .hasMessageStartingWith(table + ":" + line + ": ")
        .hasMessageContaining(message);
  }

  @Test
  void theCatalogueHasTheRowsOfTheTables() throws IOException {
    SourceTables tables = SourceTables.read(SOURCE);
    Catalogue catalogue = Catalogue.load();

    assertThat(catalogue.servers()).isEqualTo(tables.servers());
    assertThat(catalogue.cpus().models()).isEqualTo(List.copyOf(tables.cpus().values()));
  }

  /** Else the regression would not know of the rows. */
  @Test
  void theFitIsOfTheseRows() throws IOException {
    SourceTables tables = SourceTables.read(SOURCE);
    Catalogue catalogue = Catalogue.load();

    assertThat(median(tables.servers(), catalogue.fit().full(), Published::fullWatts))
        .isLessThan(0.05);
    assertThat(median(tables.servers(), catalogue.fit().idle(), Published::idleWatts))
        .isLessThan(0.08);
  }

  private static double median(
      List<Published> servers, Regression regression, ToDoubleFunction<Published> watts) {
    double[] errors =
        servers.stream()
            .mapToDouble(
                s ->
                    Math.abs(
                        regression.at(Point.of(s.machine())).log()
                            - Math.log(watts.applyAsDouble(s))))
            .sorted()
            .toArray();
    return errors[errors.length / 2];
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateSourceTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
  private static final Period THREE_HOURS =
      Period.between("2026-10-01T00:00", "2026-10-01T03:00", ZoneOffset.UTC, NOW);

  @TempDir private Path folder;

  @Test
  void aValueHoldsUntilTheNextInTheZoneOfTheReport() throws Exception {
    Rate rate =
        file(
            """
            time,price
            # night
            2026-09-30,0.10
            2026-10-01T03:00,0.20
            2026-10-01T02:15Z,0.40,
            """,
            ZoneId.of("Europe/Berlin"));
    assertThat(rate.hourly("any", THREE_HOURS)).containsExactly(0.1, 0.2, 0.35);
    assertThat(rate.beginsAfter(THREE_HOURS.from())).isEmpty();
  }

  @Test
  void beforeItsFirstValueThatOneCountsAndIsTold() throws Exception {
    Rate rate = file("2026-10-01T01:30,5\n", ZoneOffset.UTC);
    assertThat(rate.hourly("", THREE_HOURS)).containsExactly(5, 5, 5);
    assertThat(rate.beginsAfter(THREE_HOURS.from()))
        .contains(Instant.parse("2026-10-01T01:30:00Z"));
  }

  @Test
  void aClusterThatIsNotInItIsSaid() throws Exception {
    Rate rate = file("2026-10-01,5,north\n2026-10-01,6,south\n", ZoneOffset.UTC);
    assertThat(rate.hourly("south", THREE_HOURS)).containsExactly(6, 6, 6);
    assertThatThrownBy(() -> rate.hourly("east", THREE_HOURS))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining("has no value for cluster \"east\", only for [north, south]");
  }

  @Test
  void beforeAClustersFirstValueThatOfAllCounts() throws Exception {
    Rate rate =
        new Rate.Builder()
            .add("", THREE_HOURS.from(), 0.3)
            .add("south", THREE_HOURS.from().plusSeconds(7200), 0.9)
            .build("prices", Rate.Origin.FILE);
    assertThat(rate.hourly("south", THREE_HOURS)).containsExactly(0.3, 0.3, 0.9);
    assertThat(rate.hourly("north", THREE_HOURS)).containsExactly(0.3, 0.3, 0.3);
    assertThat(rate.beginsAfter(THREE_HOURS.from())).isEmpty();
  }

  @Test
  void aSeriesIsARateToo() throws Exception {
    FakeMetrics server =
        new FakeMetrics().with("grid", Map.of("cluster", "north"), THREE_HOURS.from(), 100, 200);
    Rate rate = RateSource.ofSeries(server, "grid", THREE_HOURS, RateKind.GRID);
    assertThat(rate.hourly("", THREE_HOURS)).containsExactly(100, 200, 200);
    assertThatThrownBy(() -> RateSource.ofSeries(server, "price", THREE_HOURS, RateKind.PRICE))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining("has no values of price");
    server
        .with("two", Map.of("cluster", "north", "a", "x"), THREE_HOURS.from(), 1)
        .with("two", Map.of("cluster", "north", "a", "y"), THREE_HOURS.from(), 3);
    assertThatThrownBy(() -> RateSource.ofSeries(server, "two", THREE_HOURS, RateKind.PRICE))
        .hasMessageContaining("several series of two for one cluster (north)");
    server.with("bad", Map.of(), THREE_HOURS.from(), -1);
    assertThatThrownBy(() -> RateSource.ofSeries(server, "bad", THREE_HOURS, RateKind.GRID))
        .hasMessageContaining("that are not from 0 to 1000000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-10-01,1;2026-10-02 | line 2: must be TIME,VALUE or TIME,VALUE,CLUSTER, with commas between and a point in numbers; it is \"2026-10-02\"",
        "2026-10-01,x | line 1: the value must be a number from 0 to 1000000",
        "2026-10-01,-1 | line 1: the value must be a number",
        "2026-10-01,1e | line 1: the value must be a number",
        "2026-10-01,1;01.10.2026,1 | line 2: must be a day or a time such as 2026-10-01",
        "2026-10-01,1;2026-10-01T00:00Z,2 | line 2: there is a line of this time above",
        "2026-10-01,0,31,x | line 1: must be TIME,VALUE or TIME,VALUE,CLUSTER",
        "time,value | has no values",
      })
  void aLineThatIsNoneIsSaid(String lines, String said) {
    assertThatThrownBy(() -> file(lines.replace(';', '\n'), ZoneOffset.UTC))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining("rate.csv")
        .hasMessageContaining(said);
  }

  @Test
  void semicolonsOfASpreadsheetAreSaid() {
    assertThatThrownBy(() -> file("2026-10-01;0,30\n", ZoneOffset.UTC))
        .hasMessageContaining("line 1: must have commas between TIME, VALUE and CLUSTER, no \";\"");
  }

  @Test
  void aFileThatIsNotThereIsSaid() {
    assertThatThrownBy(
            () -> RateSource.ofFile(folder.resolve("none.csv"), ZoneOffset.UTC, RateKind.GRID))
        .isInstanceOf(ReportException.class)
        .hasMessageEndingWith("none.csv: there is no such file");
  }

  @Test
  void teamsAreByNameOrByItsBeginning() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("teams.csv"), "namespace,team\nshop,red\nshop-*,blue\nshop-x-*,green\n");
    Teams teams = Teams.ofFile(file);
    assertThat(teams.of("", "shop", NOW)).isEqualTo("red");
    assertThat(teams.of("", "shop-a", NOW)).isEqualTo("blue");
    assertThat(teams.of("", "shop-x-1", NOW)).isEqualTo("green");
    assertThat(teams.of("", "bank", NOW)).isEqualTo(Teams.NONE);
    Path wrong = Files.writeString(folder.resolve("wrong.csv"), "shop\n");
    assertThatThrownBy(() -> Teams.ofFile(wrong))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining("line 1: must be NAMESPACE,TEAM");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-10-25T02:00,1 | is there twice in Europe/Berlin, where clocks change; write the offset, such as 2026-10-25T02:00+01:00",
        "2026-03-29T02:30,1 | does not exist in Europe/Berlin, where clocks change; write the offset",
      })
  void aTimeThatClocksShowTwiceOrNeverIsRefused(String line, String said) throws Exception {
    assertThatThrownBy(() -> file(line, ZoneId.of("Europe/Berlin"))).hasMessageContaining(said);
    assertThat(file("2026-10-25T02:00+01:00,1\n2026-10-25T02:00+02:00,2\n", ZoneOffset.UTC).name())
        .endsWith("rate.csv");
  }

  @ParameterizedTest
  @CsvSource({"PRICE, -0.05, true", "GRID, -0.05, false", "PUE, 363, false", "PUE, 1.4, true"})
  void eachRateHasItsBounds(RateKind kind, String value, boolean can) throws Exception {
    Path file = Files.writeString(folder.resolve("rate.csv"), "2026-10-01," + value);
    if (can) {
      assertThat(RateSource.ofFile(file, ZoneOffset.UTC, kind).hourly("", THREE_HOURS))
          .containsOnly(Double.parseDouble(value));
    } else {
      assertThatThrownBy(() -> RateSource.ofFile(file, ZoneOffset.UTC, kind))
          .isInstanceOfSatisfying(ReportException.class, e -> assertThat(e.isOfInput()).isTrue())
          .hasMessageContaining("the value must be a number " + kind.bounds());
    }
  }

  @Test
  void aClusterThatTheDataDoesNotHaveIsToldAndANumberIsADecimalComma() throws Exception {
    Rate rate = file("2026-10-01,1\n2026-10-01,2,sotuh\n", ZoneOffset.UTC);
    Rates rates = new Rates(Optional.of(rate), "EUR", Optional.empty(), Optional.empty());
    assertThat(rates.unusedClusters(Set.of("south")))
        .singleElement()
        .asString()
        .matches("cluster sotuh is in .*rate.csv, but not in the data");
    assertThat(rates.unusedClusters(Set.of("sotuh"))).isEmpty();
    Rate comma = file("2026-10-24T00:00,0,30\n", ZoneOffset.UTC);
    Rates commas = new Rates(Optional.empty(), "EUR", Optional.of(comma), Optional.empty());
    assertThatThrownBy(() -> commas.refuseNumbers(Set.of("")))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining("numbers have a point, such as 0.31, and no comma");
    commas.refuseNumbers(Set.of("30"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "namespace,team | has no teams: write lines such as shop,checkout",
        "*-x,red | line 1: * can only be the end of a namespace",
        "shop,red;shop,blue | line 2: shop is there already, of team red",
        "shop-*,red;shop-*,blue | line 2: shop-* is there already",
        "shop:red | line 1: must have a comma between NAMESPACE and TEAM",
        "~shop,red | line 1: a quote has no end",
      })
  void aTeamsFileThatIsNoneIsRefused(String lines, String said) throws Exception {
    String text = lines.replace(';', '\n').replace(':', ';').replace('~', '"');
    Path file = Files.writeString(folder.resolve("teams.csv"), text);
    assertThatThrownBy(() -> Teams.ofFile(file))
        .isInstanceOfSatisfying(ReportException.class, e -> assertThat(e.isOfInput()).isTrue())
        .hasMessageContaining(said);
  }

  @Test
  void quotedCellsAreAsSpreadsheetsWriteThem() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("teams.csv"),
            "\uFEFF\"namespace\",\"team\"\r\n\"shop\",\"red, \"\"and\"\" blue\"\r\n");
    assertThat(Teams.ofFile(file).of("", "shop", NOW)).isEqualTo("red, \"and\" blue");
  }

  private Rate file(String text, ZoneId zone) throws Exception {
    return RateSource.ofFile(
        Files.writeString(folder.resolve("rate.csv"), text), zone, RateKind.GRID);
  }
}

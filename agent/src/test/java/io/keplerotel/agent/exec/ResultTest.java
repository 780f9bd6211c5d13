// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keplerotel.agent.exec.Result.EstimateNote;
import io.keplerotel.agent.exec.Result.Method;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Tariff;
import io.keplerotel.agent.model.Zone;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ResultTest {
  private static final Tariff TARIFF =
      new Tariff(OptionalDouble.of(0.31), "EUR", OptionalDouble.of(363));

  @Test
  void theSumIsOfZonesThatDoNotOverlap() {
    Run run = run(0, 12_345_678);
    assertThat(run.energyUj()).isEqualTo(12_345_678 + 1_000_001);
    assertThat(run.othersUj()).isEqualTo(20 + 2);
    assertThat(run.idleUj()).isEqualTo(30 + 3);
  }

  @Test
  void aPersonSeesEightyColumnsAndSmallCosts() {
    List<String> lines = ResultText.of(outcome(result(List.of(run(0, 12_345_678)))));
    assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    assertThat(String.join("\n", lines).replaceAll(" +", " "))
        .contains("make -j8")
        .contains("energy 13.35 J 0.00000371 kWh")
        .contains("mean power 3.336 W peak 7.5 W")
        .contains("cost 0.000001149 EUR at 0.31 a kWh")
        .contains("CO2e 0.001346 g at 363 g a kWh")
        .contains("(package-0/core)")
        .contains("not in the sum")
        .doesNotContain("ESTIMATED")
        .doesNotContain("std. dev.");
  }

  @Test
  void anEstimateIsSaidLoudly() {
    Zone package0 = zone("package-0", Component.PACKAGE, Provenance.ESTIMATED);
    Run run =
        new Run(0, Instant.EPOCH, 1, 1, 1, 0, List.of(new ZoneUse(package0, 5_000_000, 0, 0)));
    Result result =
        new Result(
            List.of("make"),
            List.of(run),
            Method.PROCESS_TREE,
            Optional.of(
                new EstimateNote("some/model", "cpu_family", "a reason", new Likely(10, 20, 25.5))),
            new Tariff(OptionalDouble.empty(), "EUR", OptionalDouble.empty()),
            List.of("rapl is not used: Permission denied"));
    assertThat(String.join("\n", ResultText.of(outcome(result))))
        .contains("ESTIMATED, not measured: some/model (cpu_family)\n")
        .contains("In about 9 of 10 cases the true energy is between 2.5 and 6.38 J,\n")
        .contains("because the whole machine may take 10 to 25.5 W at this load.")
        .contains("note: rapl is not used: Permission denied")
        .doesNotContain("cost")
        .doesNotContain("CO2e");
    assertThat(ResultJson.of(outcome(result)))
        .contains("\"estimated\" : true")
        .contains("\"evidence\" : \"cpu_family\"")
        .contains("\"joules_low\" : 2.5,")
        .contains("\"joules_high\" : 6.375")
        .doesNotContain("cost");
    assertThat(ResultCsv.of(outcome(result)))
        .contains(",make,2.5,6.375,some/model,cpu_family,5,0,0.000001,0,5.000000\r\n");
  }

  @Test
  void jsonIsExactToTheMicrojoule() throws Exception {
    JsonNode json =
        new ObjectMapper()
            .readTree(ResultJson.of(outcome(result(List.of(run(0, 12_345_678), run(3, 1))))));
    JsonNode run = json.get("runs").get(0);
    assertThat(run.get("joules").asText()).isEqualTo("13.345679");
    assertThat(run.get("cpu_seconds").asText()).isEqualTo("7.5");
    assertThat(run.get("zones").get(0).get("joules").asText()).isEqualTo("12.345678");
    assertThat(run.get("cost").asDouble()).isCloseTo(13.345679 / 3.6e6 * 0.31, within(1e-12));
    assertThat(json.get("exit_status").asInt()).isEqualTo(3);
    assertThat(json.get("runs_counted").asInt()).isEqualTo(1);
    assertThat(json.get("spread").get("joules").get("max").asDouble()).isEqualTo(13.34568);
    assertThat(json.get("spread").get("joules").get("min").asDouble()).isEqualTo(13.34568);
    assertThat(json.get("method").asText()).isEqualTo("cgroup");
  }

  @Test
  void ofOneRunTheMedianIsThatRun() throws Exception {
    JsonNode json =
        new ObjectMapper().readTree(ResultJson.of(outcome(result(List.of(run(0, 12_345_678))))));
    JsonNode joules = json.get("spread").get("joules");
    assertThat(joules.get("median").asDouble()).isEqualTo(13.34568);
    assertThat(joules.get("stddev").asDouble()).isZero();
    assertThat(json.get("runs_counted").asInt()).isEqualTo(1);
  }

  @Test
  void runsThatFailedAreNotInTheMedianAndTheCostIsThatOfTheMedian() {
    List<Run> runs =
        List.of(run(0, 2_999_999), run(0, 4_999_999), run(0, 5_999_999), run(1, 99_999_999));
    List<String> lines = ResultText.of(outcome(result(runs)));
    assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    String text = String.join("\n", lines).replaceAll(" +", " ");
    assertThat(text)
        .contains("energy 6 4 7 1.53 J")
        .contains("Of the runs that succeeded: 3 of 4.")
        .contains("cost 0.0000005167 EUR the median, at 0.31 a kWh")
        .containsOnlyOnce("CO2e");
    assertThat(result(List.of(run(1, 1), run(2, 1))).counted()).hasSize(2);
  }

  @Test
  void csvHasARowForEachRunAndAColumnForEachZone() {
    String csv = ResultCsv.of(outcome(result(List.of(run(0, 12_345_678), run(3, 1)))));
    List<String> rows = csv.lines().toList();
    assertThat(rows).hasSize(3);
    assertThat(rows.get(0))
        .startsWith("run,started_at,exit_status,seconds,cpu_seconds,joules,")
        .endsWith(
            ",stddev_cpu_seconds,package-0_joules,package-0/core_joules_not_in_sum,package-0/dram_joules");
    assertThat(rows.get(1))
        .startsWith("1,1970-01-01T00:00:00Z,0,4.000000000,7.500000,13.345679,")
        .endsWith(",cgroup,make -j8,,,,,13.34568,0,7.5,0,12.345678,9.000000,1.000001");
    assertThat(rows.get(2)).startsWith("2,1970-01-01T00:00:00Z,3,");
  }

  @Test
  void whatCouldEndACellIsQuoted() {
    Result odd =
        new Result(
            List.of("sh", "-c", "echo \"a,b\""),
            List.of(run(0, 1)),
            Method.CGROUP,
            Optional.empty(),
            TARIFF,
            List.of());
    assertThat(ResultCsv.of(outcome(odd))).contains(",\"sh -c echo \"\"a,b\"\"\",");
  }

  @Test
  void aSpreadIsThatOfASample() {
    assertThat(Spread.of(List.of(4.0, 2.0, 9.0, 3.0)))
        .isEqualTo(new Spread(3.5, 2, 9, Math.sqrt(29.0 / 3)));
    assertThat(Spread.of(List.of(5.0))).isEqualTo(new Spread(5, 5, 5, 0));
  }

  @Test
  void figuresKeepTheirDigitsAndNeverHaveAnExponent() {
    assertThat(Decimals.significant(0.00000017123, 3)).isEqualTo("0.000000171");
    assertThat(Decimals.significant(1_234_567, 4)).isEqualTo("1235000");
    assertThat(Decimals.significant(0, 4)).isEqualTo("0");
    assertThat(Decimals.significant(99.999, 4)).isEqualTo("100");
  }

  private static Outcome outcome(Result result) {
    return Outcome.of(result, Optional.empty(), Limits.NONE);
  }

  private static Result result(List<Run> runs) {
    return new Result(
        List.of("make", "-j8"), runs, Method.CGROUP, Optional.empty(), TARIFF, List.of());
  }

  private static Run run(int status, long packageUj) {
    return new Run(
        status,
        Instant.EPOCH,
        4_000_000_000L,
        7_500_000,
        7_500_000,
        0,
        List.of(
            new ZoneUse(
                zone("package-0", Component.PACKAGE, Provenance.MEASURED), packageUj, 20, 30),
            new ZoneUse(
                zone("package-0/core", Component.CORE, Provenance.MEASURED), 9_000_000, 10, 10),
            new ZoneUse(
                zone("package-0/dram", Component.DRAM, Provenance.MEASURED), 1_000_001, 2, 3)));
  }

  private static Zone zone(String id, Component component, Provenance provenance) {
    return new Zone(id, component, "0", Optional.empty(), "rapl-sysfs", provenance);
  }
}

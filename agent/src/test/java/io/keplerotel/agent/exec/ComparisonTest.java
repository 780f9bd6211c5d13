// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keplerotel.agent.exec.Result.EstimateNote;
import io.keplerotel.agent.exec.Result.Method;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Tariff;
import io.keplerotel.agent.model.Zone;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {
  private static final Path OLD = Path.of("old.json");

  @ParameterizedTest
  @CsvSource({
    "1 2 3 4, 5 6 7 8, MORE",
    "5 6 7 8, 1 2 3 4, LESS",
    "1 2 3 4, 3.5 5 6 7, NOISE",
    "1 2 3 4 5, 3 4 5 6 7, NOISE",
    "1 1 1 1 1, 1 1 1 1 1, NOISE",
    "1 2 3, 4 5 6, NOT_JUDGED",
    "1, 100, NOT_JUDGED",
    "1 2 3 4 5 6 7 8 9 20, 11 12 13 14 15 16 17 18 19 10, MORE",
  })
  void aChangeIsRealWhereChanceWouldSeldomOrderTheRunsSo(
      String before, String now, Verdict verdict) {
    assertThat(Verdict.of(figures(before), figures(now))).isEqualTo(verdict);
  }

  @Test
  void aResultThatWasWrittenIsReadBackAndShownBesideTheNew() throws Exception {
    Earlier old = written(measured(10, 10.1, 10.2, 10.3, 10.4));
    Outcome outcome =
        Outcome.of(measured(12, 12.1, 12.2, 12.3, 12.4), Optional.of(old), maxIncrease(10));
    List<String> lines = ResultText.of(outcome);
    assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    assertThat(String.join("\n", lines).replaceAll(" +", " "))
        .contains("Against old.json:\nmedian before now change\n")
        .contains("energy 10.2 12.2 J +19.6 % more than noise")
        .contains("CPU time 10.2 12.2 s +19.6 % more than noise")
        .contains("time 1 1 s +0.0 % within noise")
        .doesNotContain("warning");
    assertThat(outcome.exceeded())
        .containsExactly("energy rose from 10.2 to 12.2 J (+19.6 %), the limit is +10 %");
    assertThat(outcome.status()).isEqualTo(122);
    assertThat(ResultJson.of(outcome).replaceAll("\\s+", " "))
        .contains("\"against\" : { \"file\" : \"old.json\", \"runs_counted\" : 5,")
        .contains("\"change_percent\" : 19.60784, \"verdict\" : \"more\"")
        .contains("\"over_limit\" : [ \"energy rose from 10.2 to 12.2 J");
  }

  @Test
  void whatMayBeNoiseIsNotOverTheLimitAndWhatCannotBeJudgedIsTakenAsItIs() throws Exception {
    Earlier noisy = written(measured(9, 10, 11, 14, 15));
    assertThat(Outcome.of(measured(10, 11, 13, 14, 15), Optional.of(noisy), maxIncrease(10)))
        .satisfies(outcome -> assertThat(outcome.status()).isZero());
    Outcome one = Outcome.of(measured(12), Optional.of(written(measured(10))), maxIncrease(10));
    assertThat(one.status()).isEqualTo(122);
    assertThat(String.join("\n", ResultText.of(one)))
        .contains("not judged: too few runs")
        .contains("use --repeat 5 for both");
  }

  @Test
  void estimatesAreLimitedByCpuTimeAndUnlikeResultsAreWarnedOf() throws Exception {
    Result estimated =
        new Result(
            List.of("make", "test"),
            List.of(run(0, 30, 10.5, Provenance.ESTIMATED)),
            Method.CGROUP,
            Optional.of(new EstimateNote("a/model", "cpu", "why", new Likely(1, 2, 3))),
            Tariff.NONE,
            List.of());
    Outcome outcome = Outcome.of(estimated, Optional.of(written(measured(10))), maxIncrease(10));
    assertThat(outcome.status()).isZero();
    assertThat(String.join("\n", ResultText.of(outcome)))
        .contains("warning: power was measured in old.json and is estimated here")
        .contains("warning: old.json is of another command: make");
    Earlier other = Earlier.parse(OLD, json(estimated).replace("a/model", "another/model"));
    assertThat(Comparison.of(other, estimated).warnings())
        .containsExactly(
            "old.json was estimated by another model (another/model): it is of another kind of machine");
    assertThat(Comparison.of(Earlier.parse(OLD, json(estimated)), estimated).warnings()).isEmpty();
  }

  @Test
  void theMedianIsHeldAgainstALimitAndTheCommandsOwnFailureWins() {
    Limits limits =
        new Limits(OptionalDouble.of(2000), OptionalDouble.of(11.5), OptionalDouble.empty());
    Outcome over = Outcome.of(measured(2134.5, 2134.5, 1), Optional.empty(), limits);
    assertThat(over.exceeded())
        .containsExactly(
            "used 2134.5 J, the limit is 2000 J",
            "used 2134.5 s of CPU time, the limit is 11.5 s of CPU time");
    assertThat(over.status()).isEqualTo(122);
    assertThat(Outcome.of(measured(1, 1, 9999), Optional.empty(), limits).status()).isZero();
    Result failed = result(List.of(run(3, 9999, 9999, Provenance.MEASURED)));
    Outcome outcome = Outcome.of(failed, Optional.empty(), limits);
    assertThat(outcome.exceeded()).isEmpty();
    assertThat(outcome.status()).isEqualTo(3);
  }

  @Test
  void fromNothingThereIsNoPercentage() throws Exception {
    Outcome outcome = Outcome.of(measured(1), Optional.of(written(measured(0))), maxIncrease(10));
    assertThat(outcome.exceeded())
        .containsExactly("energy rose from 0 to 1 J (-), the limit is +10 %");
    assertThat(ResultJson.of(outcome)).doesNotContain("change_percent\" : NaN");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "run,joules | it is no JSON",
        "[] | it has no \"runs\"",
        "{\"runs\": [], \"estimated\": false} | it has no \"runs\"",
        "{\"runs\": [{}], \"estimated\": false} | no \"joules\"",
        "{\"runs\": [{\"joules\": -1}], \"estimated\": false} | no \"joules\"",
        "{\"runs\": [{\"joules\": 1, \"cpu_seconds\": \"x\"}], \"estimated\": true} | no \"cpu_seconds\"",
      })
  void aFileThatIsNoResultIsRefused(String text, String why) {
    assertThatThrownBy(() -> Earlier.parse(OLD, text))
        .isInstanceOf(ExecException.class)
        .hasMessageStartingWith("cannot compare with old.json: ")
        .hasMessageContaining(why)
        .hasMessageEndingWith("The command was not run");
  }

  private static List<Double> figures(String text) {
    return Arrays.stream(text.split(" ")).map(Double::valueOf).toList();
  }

  private static Limits maxIncrease(double percent) {
    return new Limits(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.of(percent));
  }

  private static Earlier written(Result result) throws ExecException {
    return Earlier.parse(OLD, json(result));
  }

  private static String json(Result result) {
    return ResultJson.of(Outcome.of(result, Optional.empty(), Limits.NONE));
  }

  /** A run for each figure, which is its joules and its seconds of CPU. */
  private static Result measured(double... figures) {
    return result(
        Arrays.stream(figures)
            .mapToObj(figure -> run(0, figure, figure, Provenance.MEASURED))
            .toList());
  }

  private static Result result(List<Run> runs) {
    return new Result(
        List.of("make"), runs, Method.CGROUP, Optional.empty(), Tariff.NONE, List.of());
  }

  private static Run run(int status, double joules, double cpuSeconds, Provenance provenance) {
    Zone zone =
        new Zone("package-0", Component.PACKAGE, "0", Optional.empty(), "a-source", provenance);
    return new Run(
        status,
        Instant.EPOCH,
        1_000_000_000L,
        Math.round(cpuSeconds * 1e6),
        0,
        0,
        List.of(new ZoneUse(zone, Math.round(joules * 1e6), 0, 0)));
  }
}

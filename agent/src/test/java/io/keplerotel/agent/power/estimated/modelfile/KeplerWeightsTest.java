// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.modelfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.power.estimated.Curve;
import io.keplerotel.agent.power.estimated.Evidence;
import io.keplerotel.agent.power.estimated.calibration.Fingerprint;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kepler's own formats; scales are milliseconds of CPU time a second at full load. */
class KeplerWeightsTest {
  private static final Fingerprint SAME_SIZE = new Fingerprint("Intel(R) Xeon(R) Gold", 2, 96, 377);
  private static final Fingerprint VM = new Fingerprint("Intel(R) Xeon(R) Gold", 1, 8, 32);

  /** What came with Kepler 0.7: linear, with components that were never measured. */
  private static final String LINEAR =
      """
      {"package": {"All_Weights": {"Bias_Weight": 143.8, "Categorical_Variables": {},
         "Numerical_Variables": {"bpf_cpu_time_ms": {"scale": 96000, "weight": 305.1},
                                 "bpf_page_cache_hit": {"scale": 1.0, "weight": 0.0}}}},
       "core": {"All_Weights": {"Bias_Weight": 0.0, "Categorical_Variables": {},
         "Numerical_Variables": {"bpf_cpu_time_ms": {"scale": 96000, "weight": 0.0}}}},
       "dram": {"All_Weights": {"Bias_Weight": 18.6, "Categorical_Variables": {},
         "Numerical_Variables": {"bpf_cpu_time_ms": {"scale": 96000, "weight": 8.4}}}}}
      """;

  private static final String CURVE =
      """
      {"model_name": "%s_3", "platform": {"All_Weights": {"Categorical_Variables": {},
         "Numerical_Variables": {"bpf_cpu_time_ms": {"scale": 48000}},
         "CurveFit_Weights": %s}}}
      """;

  @Test
  void linearWeightsAreWattsByCpuTime() throws Exception {
    KeplerWeights weights = read(LINEAR);

    assertThat(weights.refused()).isEmpty();
    assertThat(weights.zones().keySet())
        .as("what is 0 W at any load was not measured")
        .containsExactlyInAnyOrder(Component.PACKAGE, Component.DRAM);
    List<Double> watts = curve(weights, SAME_SIZE, Component.PACKAGE).watts();
    assertThat(watts.get(0)).isCloseTo(143.8, within(1e-9));
    assertThat(watts.get(5)).isCloseTo(143.8 + 305.1 / 2, within(1e-9));
    assertThat(watts.get(10)).isCloseTo(448.9, within(1e-9));
  }

  @Test
  void eachHardwareThreadOfASmallerMachineTakesItsPart() throws Exception {
    List<Double> watts = curve(read(LINEAR), VM, Component.PACKAGE).watts();

    assertThat(watts.get(0)).isCloseTo(143.8 / 12, within(1e-9));
    assertThat(watts.get(10)).isCloseTo(448.9 / 12, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "LogarithmicRegressionTrainer | [52.5, 46.6, 22.0] | 22.0 | 224.80",
        "ExponentialRegressionTrainer | [1000, 0.15, -900] | 100.0 | 261.83",
        "LogisticRegressionTrainer | [400, 0.5, 6, 40] | 58.97 | 421.03"
      })
  void eachTrainersFormulaIsKeplersOwn(String trainer, String weights, double idleW, double fullW)
      throws Exception {
    List<Double> watts =
        curve(
                read(CURVE.formatted(trainer, weights)),
                new Fingerprint("x", 1, 48, 64),
                Component.PLATFORM)
            .watts();

    assertThat(watts.get(0)).isCloseTo(idleW, within(0.01));
    assertThat(watts.get(10)).isCloseTo(fullW, within(0.01));
  }

  @Test
  void aCurveThatItsTrainerDoesNotMakeIsRefused() {
    assertThatThrownBy(() -> read(CURVE.formatted("SGDRegressorTrainer", "[50, 2]")))
        .hasMessageContaining("has 2 figures, which is not what SGDRegressorTrainer makes");
    assertThatThrownBy(() -> read(CURVE.formatted("LogisticRegressionTrainer", "[1, 2, 3]")))
        .hasMessageContaining("has 3 figures, which is not what LogisticRegressionTrainer makes");
  }

  @Test
  void aLogarithmThatDivesAtNoLoadIsRefused() {
    assertThatThrownBy(
            () -> read(CURVE.formatted("LogarithmicRegressionTrainer", "[70.6, 4157417, -683.4]")))
        .hasMessageContaining("/platform/All_Weights: gives -683.4 W at 0 % load, which cannot be");
  }

  @Test
  void theFilesNameTellsTheTrainerWhereTheTextDoesNot() throws Exception {
    String text = CURVE.formatted("", "[52.5, 46.6, 22.0]").replace("\"model_name\": \"_3\", ", "");

    assertThatThrownBy(() -> read(text))
        .hasMessage(
            "weights.json: /platform/All_Weights/CurveFit_Weights: has 3 figures, and neither /model_name nor the file's name says by which trainer");
    KeplerWeights named =
        KeplerWeights.read(
            JsonAt.root("x.json", text.getBytes(UTF_8)),
            Trainer.named("/models/LogarithmicRegressionTrainer_0.json"));
    assertThat(curve(named, SAME_SIZE, Component.PLATFORM).watts().getFirst())
        .isCloseTo(44, within(1e-9));
  }

  @Test
  void theMachineThatItWasLearntFromIsComparedWithThisOne() throws Exception {
    String text =
        LINEAR.replaceFirst(
            "\\{",
            "{\"model_name\": \"SGDRegressorTrainer_0\", \"machine_spec\": {\"processor\": \"intel_xeon_platinum_8259cl\", \"cores\": 192, \"chips\": 2}, ");
    Fingerprint same = new Fingerprint("Intel(R) Xeon(R) Platinum 8259CL CPU @ 2.50GHz", 1, 96, 64);
    OfferedModel ofSame = OfferedModel.of(read(text), same);
    OfferedModel ofOther = OfferedModel.of(read(text), SAME_SIZE);

    assertThat(ofSame.evidence()).isEqualTo(Evidence.CPU_MODEL);
    assertThat(ofSame.id()).isEqualTo("kepler/sgdregressortrainer-0");
    assertThat(ofOther.evidence()).isEqualTo(Evidence.DEFAULT);
    assertThat(ofOther.reason())
        .isEqualTo("Kepler's weights, by hardware thread, learnt from intel_xeon_platinum_8259cl");
    Curve near = Optional.ofNullable(ofSame.curves().get(Component.PACKAGE)).orElseThrow();
    Curve far = Optional.ofNullable(ofOther.curves().get(Component.PACKAGE)).orElseThrow();
    assertThat(near.watts().getFirst()).as("half of its threads").isCloseTo(71.9, within(1e-9));
    assertThat(near.high().getFirst() / near.watts().getFirst()).isBetween(2.0, 2.2);
    assertThat(far.high().getFirst()).isGreaterThan(near.high().getFirst());
  }

  @Test
  void aComponentThatCannotBeIsToldAndTheOthersAreUsed() throws Exception {
    KeplerWeights weights = read(LINEAR.replace("18.6", "-40"));

    assertThat(weights.zones()).containsOnlyKeys(Component.PACKAGE);
    assertThat(weights.refused())
        .singleElement()
        .satisfies(
            e ->
                assertThat(e)
                    .hasMessage(
                        "weights.json: /dram/All_Weights: gives -40.0 W at 0 % load, which cannot be"));
  }

  /** What stands in the text, what stands there instead, and what is said where none is left. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "305.1|NaN|/package/All_Weights/Numerical_Variables/bpf_cpu_time_ms/weight: must be a finite number",
        "143.8|\"143.8\"|/package/All_Weights/Bias_Weight: must be a number, not \"143.8\"",
        "143.8|1e9|/package/All_Weights: gives 1000000000.0 W at 0 % load, which cannot be",
        "305.1|-100|/package/All_Weights: gives 133.8 W at 10 % load, less than 143.8 W at 0 %",
        "\"scale\": 96000|\"scale\": 0|/package/All_Weights/Numerical_Variables/bpf_cpu_time_ms/scale: 0 is not between 1",
        "bpf_cpu_time_ms|cpu_instructions|/package/All_Weights/Numerical_Variables: has no bpf_cpu_time_ms: only models by CPU time",
        "\"weight\": 0.0}}}},|\"weight\": 99}}}},|/package/All_Weights/Numerical_Variables/bpf_page_cache_hit: weighs 99.0 W beside 305.1 W of CPU time",
        "\"Bias_Weight\": 143.8, ||/package/All_Weights/Bias_Weight: is missing",
        "\"Numerical_Variables\"|\"Numerical\"|/package/All_Weights/Numerical_Variables: is missing",
      })
  void whatCannotBeUsedIsToldWithItsPlace(String is, String instead, String said)
      throws ModelFileException {
    assertThat(LINEAR).contains(is);
    String text = LINEAR.replace(is, instead == null ? "" : instead);

    List<String> told;
    try {
      told = read(text).refused().stream().map(ModelFileException::getMessage).toList();
    } catch (ModelFileException e) {
      told = List.of(e.getMessage());
    }
    assertThat(told).anyMatch(each -> each.startsWith("weights.json: " + said));
  }

  @Test
  void weightsOfDynamicPowerAreRefused() {
    assertThatThrownBy(
            () ->
                OfferedModel.of(
                    JsonAt.root("/x/acpi_DynPowerModel.json", LINEAR.getBytes(UTF_8)), Models.BARE))
        .hasMessageContaining("is for dynamic power only; take Kepler's model of AbsPower");
  }

  private static KeplerWeights read(String text) throws ModelFileException {
    return KeplerWeights.read(JsonAt.root("weights.json", text.getBytes(UTF_8)), Optional.empty());
  }

  private static Curve curve(KeplerWeights weights, Fingerprint here, Component component) {
    return Optional.ofNullable(weights.curves(here).get(component)).orElseThrow();
  }
}

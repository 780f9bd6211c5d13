// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keplerotel.agent.cli.CommandTree.Answered;
import io.keplerotel.agent.cli.CommandTree.Other;
import io.keplerotel.agent.testing.TestSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstimateCommandTest {
  private final CommandTree tree =
      new CommandTree(TestSettings.TABLE, List.of(new EstimateCommand()));
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;

  @BeforeEach
  void capture() {
    System.setOut(new PrintStream(printed, true, UTF_8));
    System.setErr(new PrintStream(told, true, UTF_8));
  }

  @AfterEach
  void restore() {
    System.setOut(out);
    System.setErr(err);
  }

  @Test
  void aMachineIsEstimatedAtElevenLoads() throws Exception {
    JsonNode answer =
        json(
            "--cpu=AMD EPYC 9654",
            "--sockets=2",
            "--cores=192",
            "--threads=384",
            "--memory=768GiB");

    assertThat(answer.get("evidence").asText()).isEqualTo("cpu-model");
    assertThat(answer.get("model").asText()).endsWith("/amd-epyc-9654");
    assertThat(watts(answer, "watts")).hasSize(11).isSorted();
    for (int i = 0; i < 11; i++) {
      assertThat(watts(answer, "watts").get(i))
          .isBetween(watts(answer, "low").get(i), watts(answer, "high").get(i));
    }
    assertThat(answer.get("zones").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("platform", "package", "core", "dram");
  }

  @Test
  void whatIsNotGivenIsThatOfTheModel() throws Exception {
    JsonNode whole = json("--cpu=AMD EPYC 9654", "--sockets=2", "--cores=192", "--threads=384");

    assertThat(json("--cpu", "AMD EPYC 9654 96-Core Processor", "--sockets", "2")).isEqualTo(whole);
    assertThat(json("--cpu", "amd epyc 9654", "--cores", "192")).isEqualTo(whole);
  }

  @Test
  void aVirtualMachineHasItsShare() throws Exception {
    JsonNode whole = json("--cpu=AMD EPYC 9654", "--sockets=2", "--memory=768GiB");
    JsonNode share =
        json(
            "--cpu=AMD EPYC 9654",
            "--sockets=2",
            "--memory=768GiB",
            "--vcpus=8",
            "--vm-memory=16GiB");

    for (int i = 0; i < 11; i++) {
      assertThat(watts(share, "watts").get(i))
          .isCloseTo(watts(whole, "watts").get(i) * 8 / 384, Percentage.withPercentage(1));
    }
  }

  @Test
  void memoryOfAVirtualMachineBeyondItsShareCounts() throws Exception {
    JsonNode less = json("--instance=m7a.2xlarge", "--vm-memory=8GiB");
    JsonNode more = json("--instance=m7a.2xlarge", "--vm-memory=108GiB");

    assertThat(watts(more, "watts").getFirst() - watts(less, "watts").getFirst())
        .isBetween(5.0, 15.0);
    assertThat(less.get("reason").asText()).contains("8 of the 192 hardware threads");
  }

  @Test
  void peopleSeeATableWithAChart() {
    run("estimate", "--cpu=Intel Xeon E-2388G");

    assertThat(printed.toString(UTF_8))
        .contains("evidence  cpu-model", "100 %", "█", "uncore", "platform");
  }

  @Test
  void aCpuThatIsNotKnownIsStillEstimated() throws Exception {
    JsonNode answer = json("--cpu=Frobnicator 9000", "--cores=64");

    assertThat(answer.get("evidence").asText()).isEqualTo("default");
    assertThat(watts(answer, "watts").getLast()).isBetween(80.0, 1000.0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--sockets=2 | --cpu or --instance: say which CPU the machine has",
        "--cpu= | --cpu: the name is empty",
        "--cpu=X --sockets=0 | --sockets: \"0\" is not a whole number from 1",
        "--cpu=X --sockets=two | --sockets: \"two\" is not a whole number from 1",
        "--cpu=X --cores=-4 | --cores: \"-4\" is not a whole number from 1",
        "--cpu=X --cores=4 --sockets=8 | --cores: 4, but --sockets is 8",
        "--cpu=X --cores=8 --threads=4 | --threads: 4, but --cores is 8",
        "--cpu=X --memory=lots | --memory: \"lots\" is not an amount of memory such as 768GiB",
        "--cpu=X --memory=-1GiB | --memory: \"-1GiB\" is not an amount of memory",
        "--cpu=X --memory=NaN | --memory: \"NaN\" is not an amount of memory",
        "--cpu=X --vm-memory=4GiB | --vm-memory: say how many --vcpus",
        "--cpu=X --threads=8 --vcpus=9 | --vcpus: 9, but the machine has 8 hardware threads",
        "--instance=zz9.plural | --instance: \"zz9.plural\" is not known",
        "--instance=m7a.weird | --vcpus: how many \"m7a.weird\" has is not known; say it",
        "--cpx=X | did you mean --cpu?"
      })
  void wrongUsageIsToldInOneLine(String options, String message) {
    List<String> arguments = new ArrayList<>(List.of("estimate"));
    arguments.addAll(List.of(options.split(" ", -1)));

    assertThat(run(arguments.toArray(String[]::new))).isEqualTo(2);
    assertThat(told.toString(UTF_8)).contains(message).hasLineCount(1);
    assertThat(printed.toString(UTF_8)).isEmpty();
  }

  private JsonNode json(String... options) throws Exception {
    printed.reset();
    List<String> arguments = new ArrayList<>(List.of("estimate", "--json"));
    arguments.addAll(List.of(options));
    assertThat(run(arguments.toArray(String[]::new))).isZero();
    return new ObjectMapper().readTree(printed.toString(UTF_8));
  }

  private int run(String... arguments) {
    return switch (tree.parse(arguments)) {
      case Answered answered -> answered.status();
      case Other other -> tree.answer(other);
      case CommandTree.Agent agent -> throw new AssertionError("would run the agent: " + agent);
    };
  }

  private static List<Double> watts(JsonNode answer, String name) {
    List<Double> watts = new ArrayList<>();
    answer.get(name).forEach(each -> watts.add(each.asDouble()));
    return watts;
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.hwmon;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.model.Component;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleTextTest {
  @Test
  void everyLineOfTheAgentsOwnTableIsARule() {
    assertThat(RuleTable.of(RuleTable.drivers())).hasSizeGreaterThan(40);
    assertThat(RuleTable.of(RuleTable.drivers())).allMatch(rule -> !rule.section().isEmpty());
  }

  @Test
  void aRuleSaysWhichChannelsMeasureWhat() {
    Rule rule =
        RuleText.parse(
                "user",
                "ina3221 in*curr package package=2 factor=0.95 once=chip source=board label=VDD_(?:CPU|SOC)")
            .orElseThrow();
    assertThat(rule.meaning().component()).contains(Component.PACKAGE);
    assertThat(rule.meaning().factorMillionths()).isEqualTo(950_000);
    assertThat(rule.meaning().source()).isEqualTo("board");
    assertThat(rule.packageId("VDD_SOC")).contains("2");
    assertThat(rule.packageId("VDD_IN")).isEmpty();
  }

  @Test
  void aGroupInTheLabelIsTheNumberOfThePackage() {
    Rule rule = RuleText.parse("user", "x power package label=Socket (\\d+) power").orElseThrow();
    assertThat(rule.packageId("socket 3 power")).contains("3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ltc4151",
        "ltc4151 power1",
        "ltc4151 temp1 platform",
        "ltc4151 power1 everything",
        "ltc4151 power1 other",
        "ltc4151 power1 platform factor=0",
        "ltc4151 power1 platform factor=-1",
        "ltc4151 power1 platform factor=1 factor=2",
        "ltc4151 power1 platform colour=red",
        "ltc4151 power1 platform once=twice",
        "ltc4151 power1 platform if=in1_label",
        "ltc4151 power1 platform package=zero",
        "ltc4151 power1 platform label=(",
        "ltc4151 power1 platform source=\"",
      })
  void whatIsNoRuleIsRefused(String text) {
    assertThat(RuleText.parse("user", text)).isEmpty();
  }
}

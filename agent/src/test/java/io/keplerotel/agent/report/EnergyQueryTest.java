// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class EnergyQueryTest {
  private static final Path RULES = Path.of("../observability/prometheus/rules");

  @Test
  void whatIsAskedOfCountersIsWhatTheRulesRecord() throws IOException {
    assertThat(rule("kepler.rules.yml", "owner")).isEqualTo(plain(EnergyQuery.owners()));
    assertThat(rule("kepler.rules.yml", "node")).isEqualTo(plain(EnergyQuery.nodes()));
    assertThat(rule("kepler-0.10.rules.yml", "owner")).isEqualTo(plain(EnergyQuery.owners010()));
    assertThat(rule("kepler-0.10.rules.yml", "node")).isEqualTo(plain(EnergyQuery.nodes010()));
  }

  @Test
  void hoursOfThePastAreRecordedAsThoseToCome() throws IOException {
    assertThat(rule("../backfill/hours.yml", "owner")).isEqualTo(plain(EnergyQuery.owners()));
    assertThat(rule("../backfill/hours.yml", "node")).isEqualTo(plain(EnergyQuery.nodes()));
  }

  private static String rule(String file, String level) throws IOException {
    String text = Files.readString(RULES.resolve(file));
    Matcher matcher =
        Pattern.compile(
                "record: "
                    + level
                    + ":kepler_kwh:increase1h\\s+expr: \\|\\n(?<expr>.*?)(?=\\n {6}[-#] |\\z)",
                Pattern.DOTALL)
            .matcher(text);
    assertThat(matcher.find()).as(file).isTrue();
    return plain(String.valueOf(matcher.group("expr")));
  }

  private static String plain(String query) {
    return query.replaceAll("\\s+", "");
  }
}

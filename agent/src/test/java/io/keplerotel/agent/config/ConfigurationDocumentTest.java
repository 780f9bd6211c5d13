// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.testing.TestSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Holds docs/configuration.md to the table; {@code -Dkepler.docs=write} writes it. */
class ConfigurationDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "configuration.md");

  @Test
  void theDocumentSaysWhatTheTableSays() throws Exception {
    String expected = document();
    if ("write".equals(System.getProperty("kepler.docs"))) {
      Files.writeString(DOCUMENT, expected);
    }

    assertThat(DOCUMENT)
        .as("run the tests with -Dkepler.docs=write to write it")
        .content()
        .isEqualTo(expected);
  }

  private static String document() {
    StringBuilder text =
        new StringBuilder(
            """
            <!-- Made from SettingTable by ConfigurationDocumentTest. Do not edit. -->
            # Configuration

            A setting is taken from the strongest place that has it: a flag, then an environment
            variable, then the YAML file (`--config FILE` or `KEPLER_CONFIG`), then its default.
            In YAML, keys may be nested (`host:`, then `procfs:` below it) or written with dots.
            Lists are YAML lists, or text with commas; maps are YAML maps, or `key=value` with
            commas. A key or a `KEPLER_` variable that is not known is an error.
            OTLP is configured by the standard `OTEL_` variables.
            `kepler-agent config print` shows all settings as the agent would take them and where
            each was set, as YAML that can be given back to it; addresses with a password in them
            are left out. `kepler-agent config validate FILE` says all that is wrong at once, a line
            each, and ends with status 2 if anything is.

            | key and flag | variable | default | allowed | what it does |
            |---|---|---|---|---|
            """);
    for (Setting<?> setting : TestSettings.TABLE.all()) {
      String preset = setting.defaultText().isEmpty() ? "" : "`" + setting.defaultText() + "`";
      text.append(
          "| `%s`, `%s` | `%s` | %s | %s | %s |\n"
              .formatted(
                  setting.key(),
                  setting.flag(),
                  setting.variable(),
                  preset,
                  setting.allowed(),
                  setting.help()));
    }
    return text.toString();
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.modelfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keplerotel.agent.power.estimated.calibration.Calibration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalibrationFileTest {
  private static final String TEXT = CalibrationWriter.text(Models.calibration());

  @TempDir private Path folder;

  @Test
  void whatIsWrittenIsRead() throws Exception {
    Path file = folder.resolve("model.json");
    CalibrationWriter.write(Models.calibration(), file);

    assertThat(read(Files.readString(file))).isEqualTo(Models.calibration());
    assertThat(Files.getPosixFilePermissions(file).toString()).contains("OTHERS_READ");
  }

  @Test
  void theFileSaysWhatItIs() {
    assertThat(TEXT)
        .startsWith(
            """
            {
              "format" : "kepler-calibration",
              "version" : 1,
              "unit" : "W",
              "machine" : {
                "cpu" : "AMD EPYC 9654 96-Core Processor",
                "sockets" : 2,
                "threads" : 384,
                "memory_gib" : 768
              },
              "zones" : {
                "package" : {
                  "watts" : [ 200, 250, 300, 350, 400, 450, 500, 550, 600, 650, 700 ],
                  "low" : [ 180, 225, 270, 315, 360, 405, 450, 495, 540, 585, 630 ],
            """);
  }

  @Test
  void aFileThatCannotBeReplacedStaysAsItWas() throws IOException {
    Path taken = folder.resolve("taken");
    Files.createDirectories(taken.resolve("full"));

    assertThatThrownBy(() -> CalibrationWriter.write(Models.calibration(), taken))
        .isInstanceOf(IOException.class);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(taken);
    }
  }

  @Test
  void aLinkStaysALink() throws Exception {
    Path real = Files.writeString(folder.resolve("real.json"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link.json"), real);
    CalibrationWriter.write(Models.calibration(), link);

    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(Files.readString(real)).isEqualTo(TEXT);
  }

  /** What stands in the text, what stands there instead, and what is said of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"version\" : 1|\"version\" : 2|/version: 2 is newer than what this agent knows (1); update",
        "\"version\" : 1|\"version\" : 0|/version: 0 is not between 1 and",
        "\"version\" : 1|\"version\" : 1.5|/version: must be a whole number, not 1.5",
        "\"version\" : 1|\"version\" : \"1\"|/version: must be a number, not \"1\"",
        "\"version\" : 1,||/version: is missing",
        "\"unit\" : \"W\"|\"unit\" : \"mW\"|/unit: must be \"W\", not \"mW\"",
        "\"unit\" : \"W\",||/unit: is missing",
        "\"unit\" : \"W\"|\"unit\" : null|/unit: is missing",
        "\"unit\"|\"units\"|/units: is not known; did you mean unit?",
        "\"threads\" : 384,||/machine/threads: is missing",
        "\"threads\" : 384|\"threads\" : -4|/machine/threads: -4 is not between 1 and 65536",
        "\"cpu\" : \"AMD EPYC 9654 96-Core Processor\"|\"cpu\" : 7|/machine/cpu: must be a text, not 7",
        "\"package\"|\"pakage\"|/zones/pakage: is not known; did you mean package?",
        "\"package\"|\"other\"|/zones/other: is not known",
        "[ 200, 250,|[ NaN, 250,|/zones/package/watts/0: must be a finite number, not \"NaN\"",
        "[ 200, 250,|[ 200, Infinity,|/zones/package/watts/1: must be a finite number",
        "[ 200, 250,|[ 200, 1e400,|/zones/package/watts/1: must be a finite number",
        "650, 700 ]|650, 1e9 ]|/zones/package/watts/10: 1.0E9 is not between 0 and 100000 W",
        "[ 200, 250,|[ -200, 250,|/zones/package/watts/0: -200 is not between 0 and 100000 W",
        "[ 200, 250,|[ 250,|/zones/package/watts: must have 11 figures, at 0, 10, … 100 % load, not 10",
        "[ 200, 250,|[ 200, \"250\",|/zones/package/watts/1: must be a number, not \"250\"",
        "300, 350, 400|300, 299, 400|/zones/package/watts/3: 299.0 W is less than 300.0 W at less load",
        "[ 180, 225,|[ 201, 225,|/zones/package/watts/0: 200.0 W is not between low, 201.0, and high, 220.0",
        "\"low\"|\"lower\"|/zones/package/lower: is not known; did you mean low?",
        "\"error\" : 0.012|\"error\" : -1|/zones/package/error: -1 is not between 0 and 100 (relative)",
        "\"mode\" : \"steps\"|\"mode\" : \"guess\"|/made/mode: must be one of steps, passive, not \"guess\"",
        "2026-11-26T09:00:00Z|yesterday|/made/at: must be a time such as 2026-11-26T09:00:00Z",
        "\"dram\"|\"platform\"|/zones/platform/watts/0: 40.0 W is less than its parts together, 200.000 W",
        "\"dram\"|\"package\"|is not JSON: Duplicate field 'package'",
        "\"dram\" : {|\"dram\" : 5, \"core\" : {|/zones/dram: must be an object, not 5",
      })
  void whatIsNotAsItShouldBeIsRefusedWithItsPlace(String is, String instead, String said) {
    assertThat(TEXT).contains(is);

    assertThatThrownBy(() -> read(TEXT.replace(is, instead == null ? "" : instead)))
        .isInstanceOf(ModelFileException.class)
        .hasMessageStartingWith("model.json: ")
        .hasMessageContaining(said);
  }

  @Test
  void whatIsNoJsonIsRefusedWithItsLine() {
    assertThatThrownBy(() -> read("")).hasMessage("model.json: is empty");
    assertThatThrownBy(() -> read("  \n ")).hasMessage("model.json: is empty");
    assertThatThrownBy(() -> read("unit: W\n"))
        .hasMessageContaining("model.json: is not JSON: Unrecognized token 'unit'")
        .hasMessageContaining("(line 1)");
    assertThatThrownBy(() -> read(TEXT.substring(0, 300)))
        .hasMessageContaining("is not JSON: Unexpected end-of-input");
    assertThatThrownBy(() -> read(TEXT + "{}")).hasMessageContaining("is not JSON");
    assertThatThrownBy(() -> read("[]")).hasMessage("model.json: must be an object, not []");
    assertThatThrownBy(() -> read("{}")).hasMessage("model.json: /version: is missing");
  }

  @Test
  void nestingWithoutEndAndWordsWithoutEndAreRefused() {
    String deep = String.join("", Collections.nCopies(100_000, "{\"a\":"));
    assertThatThrownBy(() -> read(deep)).hasMessageContaining("is not JSON");
    assertThatThrownBy(() -> read("{\"version\": " + "1".repeat(100_000) + "}"))
        .hasMessageContaining("is not JSON")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
    assertThatThrownBy(() -> read("{\"" + "x".repeat(100) + "\\n\\u202e\": 1, \"version\": 1}"))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300).doesNotContain("\n"));
  }

  private static Calibration read(String text) throws ModelFileException {
    return CalibrationFile.read(JsonAt.root("model.json", text.getBytes(UTF_8)));
  }
}

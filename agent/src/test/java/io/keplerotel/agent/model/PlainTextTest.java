// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "000a|\\n",
        "000d|\\r",
        "0009|\\t",
        "0000|\\u0000",
        "001b|\\u001b",
        "007f|\\u007f",
        "0085|\\u0085",
        "009b|\\u009b",
        "200b|\\u200b",
        "200f|\\u200f",
        "2028|\\u2028",
        "2029|\\u2029",
        "202e|\\u202e",
        "2066|\\u2066",
        "feff|\\ufeff",
        "d800|\\ud800",
        "e0041|\\udb40\\udc41"
      })
  void whatCouldSteerAReaderIsWrittenAsAnEscape(String hex, String escape) {
    String unfit = new StringBuilder().appendCodePoint(Integer.parseInt(hex, 16)).toString();

    assertThat(PlainText.of("a" + unfit + "b")).isEqualTo("a" + escape + "b");
  }

  @Test
  void readableTextOfAnyLanguageStays() {
    String text = "Müsli, 電力, מידה, 🔋 C:\\dir «100 %»";

    assertThat(PlainText.of(text)).isSameAs(text);
  }

  @Test
  void aLongTextIsCutWithAMarkAndNoEscapeIsTorn() {
    assertThat(PlainText.of("12345", 5)).isEqualTo("12345");
    assertThat(PlainText.of("123456", 5)).isEqualTo("1234…");
    assertThat(PlainText.of("12\u009b3456", 6)).isEqualTo("12…");
    assertThat(PlainText.of("123🔋56", 5)).isEqualTo("123…");
  }

  @Test
  void noCharacterOfAnyKindMakesMoreThanOneLineOrIsLongerThanAllowed() {
    String all =
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();

    assertThat(PlainText.of(all).codePoints().filter(Character::isISOControl)).isEmpty();
    assertThat(IntStream.range(1, 60).map(max -> PlainText.of(all, max).length()))
        .allMatch(length -> length <= 60);
    assertThatThrownBy(() -> PlainText.of("", 0)).isInstanceOf(IllegalArgumentException.class);
  }
}

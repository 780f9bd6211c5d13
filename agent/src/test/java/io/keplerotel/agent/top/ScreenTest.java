// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.top;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.live.LiveView.Kind;
import io.keplerotel.agent.live.Order;
import io.keplerotel.agent.live.Views;
import java.util.List;
import java.util.stream.Collectors;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreenTest {
  private static final Keys KEYS = Keys.none(new Choice(Kind.CONTAINER, Order.WATTS, "", 0));

  @ParameterizedTest
  @CsvSource({"80,24", "200,60", "60,8", "30,10"})
  void fillsTheScreenAndNoMore(int columns, int lines) {
    assertThat(new Screen(columns, lines).draw(Views.shop(), KEYS, ""))
        .hasSize(lines)
        .allMatch(line -> line.columnLength() <= columns);
  }

  @Test
  void saysWhatIsChosen() {
    Choice pods = new Choice(Kind.POD, Order.CPU, "web", 0);
    assertThat(plain(new Screen(80, 24).draw(Views.shop(), Keys.none(pods), "")))
        .contains("pods by cpu with \"web\"", "web-5d4f8-x2x");
  }

  @Test
  void saysThatNothingMatches() {
    Choice none = new Choice(Kind.POD, Order.CPU, "nothing", 0);
    assertThat(plain(new Screen(80, 24).draw(Views.shop(), Keys.none(none), "")))
        .contains("none that matches");
  }

  @Test
  void explainsTheKeys() {
    assertThat(plain(new Screen(80, 24).draw(Views.shop(), KEYS.press('?', 1), "")))
        .contains("q: quit", "space: pause");
  }

  @Test
  void troubleStandsInTheLastLineAboveOldFigures() {
    assertThat(plain(new Screen(80, 24).draw(Views.shop(), KEYS, "cannot ask the agent")))
        .contains("web-5d4f8-x2x/nginx")
        .endsWith("cannot ask the agent" + " ".repeat(60));
  }

  @Test
  void aBarGoesAcrossWhateverTheWidthOfItsCharacters() {
    List<AttributedString> drawn = new Screen(80, 24).draw(Views.shop(), KEYS, "電力".repeat(30));
    assertThat(drawn.getLast().columnLength()).isEqualTo(80);
    assertThat(drawn.getLast().toString()).startsWith("電力電").contains("…");
  }

  private static String plain(List<AttributedString> drawn) {
    return drawn.stream().map(AttributedString::toString).collect(Collectors.joining("\n"));
  }
}

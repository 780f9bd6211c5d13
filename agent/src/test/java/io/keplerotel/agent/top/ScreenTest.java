// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.top;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.live.LiveView.Kind;
import io.keplerotel.agent.live.LiveView.Power;
import io.keplerotel.agent.live.LiveView.Row;
import io.keplerotel.agent.live.Order;
import io.keplerotel.agent.live.Views;
import java.util.List;
import java.util.stream.Collectors;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreenTest {
  private static final Keys KEYS = Keys.none(Choice.of(Kind.CONTAINER, Order.WATTS, ""));

  @ParameterizedTest
  @CsvSource({"80,24", "200,60", "60,8", "30,10"})
  void fillsTheScreenAndNoMore(int columns, int lines) {
    assertThat(new Screen(columns, lines).draw(Views.shop(), KEYS, ""))
        .hasSize(lines)
        .allMatch(line -> line.columnLength() <= columns);
  }

  @Test
  void saysWhatIsChosen() {
    Choice pods = Choice.of(Kind.POD, Order.CPU, "web");
    assertThat(plain(new Screen(80, 24).draw(Views.shop(), Keys.none(pods), "")))
        .contains("pods by cpu with \"web\"", "web-5d4f8-x2x");
  }

  @Test
  void saysThatNothingMatches() {
    Choice none = Choice.of(Kind.POD, Order.CPU, "nothing");
    assertThat(plain(new Screen(80, 24).draw(Views.shop(), Keys.none(none), "")))
        .contains("none that matches");
  }

  @Test
  void barsTellIdleFromDynamicPowerByColour() {
    AttributedString first = row(Keys.none(Choice.of(Kind.CONTAINER, Order.NAME, "")), "nginx");
    String bar = first.toString().replaceAll("[^█▌]", "");
    assertThat(bar).isEqualTo("█".repeat(15));
    assertThat(first.styleAt(first.toString().indexOf("█"))).isEqualTo(Bar.IDLE);
    assertThat(first.styleAt(first.toString().lastIndexOf("█"))).isEqualTo(Bar.DYNAMIC);
  }

  @ParameterizedTest
  @CsvSource({"4,0,''", "4,1,▌", "4,2,█", "4,3,█▌", "3,3,█▌", "0,0,''", "0,4,██", "4,4,██"})
  void aBarIsAsLongAsItsPowerWhateverPartOfItIsIdle(double idle, double total, String bar) {
    Power power = new Power(Math.min(idle, total), Math.max(0, total - idle));
    Row row = new Row(Kind.POD, "u", "", "n", "", "", power, 0, 0);
    assertThat(Bar.of(row, 4, 2).toString()).isEqualTo(bar);
  }

  @Test
  void aNarrowScreenShowsNamesFirst() {
    List<AttributedString> drawn = new Screen(40, 10).draw(Views.shop(), KEYS, "");
    assertThat(drawn.get(2).toString()).startsWith("CONTAINERS").contains("WATTS");
    assertThat(drawn.get(3).toString()).startsWith("web-5d4f8-x2x/nginx").contains("34.00");
  }

  @Test
  void aTreeShowsProcessesBelowContainersBelowPods() {
    Keys tree = Keys.none(KEYS.choice().asTree(true));
    String plain = plain(new Screen(160, 24).draw(Views.shop(), tree, ""));
    assertThat(plain)
        .containsPattern("  web-5d4f8-x2x  (?s:.*)  ╰ web-5d4f8-x2x/nginx  (?s:.*)    ╰ java  ");
  }

  @Test
  void theMarkedLineIsOnTheScreenThoughThereAreMoreThanFit() {
    Choice pods = Choice.of(Kind.POD, Order.NAME, "");
    Screen screen = new Screen(100, 24);
    Keys last = Keys.none(pods).press(Key.END, Shown.of(Views.pods(300), pods, screen.page()));
    String plain = plain(screen.draw(Views.pods(300), last, ""));
    assertThat(plain).contains("-00299", "-00280").doesNotContain("-00279");
    assertThat(plain(screen.draw(Views.pods(30), last, ""))).contains("-00029", "-00010");
  }

  @Test
  void thePastIsDrawnWhereThereIsRoom() {
    assertThat(new Screen(140, 24).draw(Views.pods(3), KEYS, "").getFirst().toString())
        .containsPattern("last minutes [▁▂▃▄▅▆▇█]{20,}$");
    assertThat(new Screen(80, 24).draw(Views.pods(3), KEYS, "").getFirst().toString())
        .doesNotContain("last minutes");
  }

  @Test
  void explainsTheKeys() {
    assertThat(
            plain(
                new Screen(80, 24)
                    .draw(
                        Views.shop(),
                        KEYS.press('?', Shown.of(Views.shop(), KEYS.choice(), 20)),
                        "")))
        .contains("q: quit", "space: pause", "t: all of them as a tree");
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

  private static AttributedString row(Keys keys, String name) {
    return new Screen(80, 24)
        .draw(Views.shop(), keys, "").stream()
            .filter(line -> line.toString().contains(name))
            .findFirst()
            .orElseThrow();
  }

  private static String plain(List<AttributedString> drawn) {
    return drawn.stream().map(AttributedString::toString).collect(Collectors.joining("\n"));
  }
}

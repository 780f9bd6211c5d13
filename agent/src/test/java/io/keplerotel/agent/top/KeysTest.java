// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.top;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.live.LiveView;
import io.keplerotel.agent.live.LiveView.Kind;
import io.keplerotel.agent.live.LiveView.Row;
import io.keplerotel.agent.live.Order;
import io.keplerotel.agent.live.Views;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeysTest {
  private static final int PAGE = 10;
  private static final Keys NONE = Keys.none(Choice.of(Kind.CONTAINER, Order.WATTS, ""));

  private static Keys after(String keys) {
    return after(NONE, Views.shop(), keys);
  }

  private static Keys after(Keys before, LiveView view, String keys) {
    Keys state = before;
    for (int i = 0; i < keys.length(); i++) {
      state = state.press(keys.charAt(i), Shown.of(view, state.choice(), PAGE));
    }
    return state;
  }

  private static Keys after(Keys before, LiveView view, Key... keys) {
    Keys state = before;
    for (Key key : keys) {
      state = state.press(key, Shown.of(view, state.choice(), PAGE));
    }
    return state;
  }

  @ParameterizedTest
  @CsvSource({"w,WATTS", "d,DYNAMIC", "c,CPU", "e,JOULES", "n,NAME"})
  void aKeyChoosesTheOrder(String key, Order order) {
    assertThat(after("n" + key).choice().selection().order()).isEqualTo(order);
  }

  @Test
  void tabGoesThroughAllKindsAndBackToTheFirst() {
    assertThat(after("\t").choice().selection().kind()).isEqualTo(Kind.POD);
    assertThat(after("\t\t").choice().selection().kind()).isEqualTo(Kind.PROCESS);
    assertThat(after("\t\t\t").choice().selection().kind()).isEqualTo(Kind.UNIT);
    assertThat(after("\t\t\t\t").choice().selection().kind()).isEqualTo(Kind.VM);
    assertThat(after("\t\t\t\t\t").choice().selection().kind()).isEqualTo(Kind.CONTAINER);
  }

  @Test
  void theFilterTakesEffectWhileItIsTyped() {
    assertThat(after("/we").choice().selection().filter()).isEqualTo("we");
    assertThat(after("/we").typed()).contains("we");
    assertThat(after("/wx\u007feb\r").choice().selection().filter()).isEqualTo("web");
    assertThat(after("/web\r").typed()).isEmpty();
  }

  @Test
  void escapeEndsTheFilter() {
    assertThat(after("/web\u001b").choice().selection().filter()).isEmpty();
    assertThat(after("/web\r\u001b").choice().selection().filter()).isEmpty();
  }

  @Test
  void commandsAreTextWhileAFilterIsTyped() {
    assertThat(after("/q").over()).isFalse();
    assertThat(after("/q").choice().selection().filter()).isEqualTo("q");
  }

  @Test
  void pagesEndAtTheTopAndAtTheBottom() {
    Keys pods = Keys.none(Choice.of(Kind.POD, Order.WATTS, ""));
    LiveView many = Views.pods(25);
    assertThat(after(pods, many, "f").choice())
        .extracting(Choice::cursor, Choice::skipped)
        .containsExactly(10, 1);
    assertThat(after(pods, many, "ffff").choice())
        .extracting(Choice::cursor, Choice::skipped)
        .containsExactly(24, 15);
    assertThat(after(pods, many, "ffbbb").choice())
        .extracting(Choice::cursor, Choice::skipped)
        .containsExactly(0, 0);
  }

  @Test
  void arrowsMoveTheMarkAndTheScreenFollows() {
    Keys pods = Keys.none(Choice.of(Kind.POD, Order.WATTS, ""));
    LiveView many = Views.pods(25);
    assertThat(after(pods, many, Key.DOWN, Key.DOWN, Key.UP).choice().cursor()).isEqualTo(1);
    assertThat(after(pods, many, Key.UP).choice().cursor()).isZero();
    assertThat(after(pods, many, Key.END, Key.UP).choice())
        .extracting(Choice::cursor, Choice::skipped)
        .containsExactly(23, 15);
    assertThat(after(pods, many, Key.END, Key.HOME).choice())
        .extracting(Choice::cursor, Choice::skipped)
        .containsExactly(0, 0);
  }

  @Test
  void rightGoesFromAPodToItsProcessesAndLeftBack() {
    Keys pods = Keys.none(Choice.of(Kind.POD, Order.WATTS, ""));
    Keys containers = after(pods, Views.shop(), Key.RIGHT);
    assertThat(containers.choice().rows(Views.shop()))
        .extracting(Row::name)
        .containsExactly("web-5d4f8-x2x/nginx");
    Keys processes = after(containers, Views.shop(), "\r");
    assertThat(processes.choice().rows(Views.shop())).extracting(Row::name).contains("java");
    assertThat(after(processes, Views.shop(), Key.RIGHT)).isEqualTo(processes);
    assertThat(after(processes, Views.shop(), Key.LEFT).choice()).isEqualTo(containers.choice());
    assertThat(after(containers, Views.shop(), "\u001b").choice()).isEqualTo(pods.choice());
  }

  @Test
  void aClickMarksALineAndASecondOneGoesInside() {
    Shown shown = Shown.of(Views.shop(), NONE.choice(), PAGE);
    Keys clicked = NONE.click(1, shown);
    assertThat(clicked.choice().cursor()).isEqualTo(1);
    assertThat(clicked.click(1, shown).choice().selection().kind()).isEqualTo(Kind.PROCESS);
    assertThat(NONE.click(9, shown).choice().cursor()).isEqualTo(2);
  }

  @Test
  void inATreeTheFilterShowsWithWhatItFoundAllAboveAndBelow() {
    Keys java = after(NONE, Views.shop(), "t/java\r");
    assertThat(java.choice().rows(Views.shop()))
        .extracting(Row::name)
        .containsExactly("web-5d4f8-x2x", "web-5d4f8-x2x/nginx", "java");
    assertThat(after(NONE, Views.shop(), "t/x2x\r").choice().rows(Views.shop()))
        .extracting(Row::name)
        .contains("web-5d4f8-x2x/nginx", "java");
  }

  @Test
  void spaceStopsAndGoesOn() {
    assertThat(after(" ").paused()).isTrue();
    assertThat(after("  ").paused()).isFalse();
  }

  @Test
  void quitsByKeyByInterruptAndWhenTheTerminalIsGone() {
    assertThat(after("q").over()).isTrue();
    assertThat(after("/\u0003").over()).isTrue();
    assertThat(NONE.press(-1, Shown.of(Views.shop(), NONE.choice(), PAGE)).over()).isTrue();
  }

  @Test
  void theFilterLooksAtNameNamespaceOwnerAndIdWhateverTheCase() {
    for (String text : new String[] {"NGINX", "shop", "deployment", "2f1c7e"}) {
      assertThat(NONE.choice().filteredBy(text).rows(Views.shop()))
          .extracting(Row::owner)
          .contains("Deployment web");
    }
    assertThat(NONE.choice().filteredBy("nothing").rows(Views.shop())).isEmpty();
  }

  @Test
  void namesAreSortedByTheAlphabet() {
    assertThat(NONE.choice().by(Order.NAME).rows(Views.nameless()).stream().map(Row::name))
        .isSorted();
  }
}

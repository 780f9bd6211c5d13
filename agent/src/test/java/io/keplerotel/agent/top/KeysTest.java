// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.top;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.live.LiveView.Kind;
import io.keplerotel.agent.live.LiveView.Row;
import io.keplerotel.agent.live.Order;
import io.keplerotel.agent.live.Views;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeysTest {
  private static final int PAGE = 10;
  private static final Keys NONE = Keys.none(new Choice(Kind.CONTAINER, Order.WATTS, "", 0));

  private static Keys after(String keys) {
    Keys state = NONE;
    for (int i = 0; i < keys.length(); i++) {
      state = state.press(keys.charAt(i), PAGE);
    }
    return state;
  }

  @ParameterizedTest
  @CsvSource({"w,WATTS", "d,DYNAMIC", "c,CPU", "e,JOULES", "n,NAME"})
  void aKeyChoosesTheOrder(String key, Order order) {
    assertThat(after("n" + key).choice().order()).isEqualTo(order);
  }

  @Test
  void tabGoesThroughAllKindsAndBackToTheFirst() {
    assertThat(after("\t").choice().kind()).isEqualTo(Kind.POD);
    assertThat(after("\t\t").choice().kind()).isEqualTo(Kind.PROCESS);
    assertThat(after("\t\t\t").choice().kind()).isEqualTo(Kind.UNIT);
    assertThat(after("\t\t\t\t").choice().kind()).isEqualTo(Kind.VM);
    assertThat(after("\t\t\t\t\t").choice().kind()).isEqualTo(Kind.CONTAINER);
  }

  @Test
  void theFilterTakesEffectWhileItIsTyped() {
    assertThat(after("/we").choice().filter()).isEqualTo("we");
    assertThat(after("/we").typed()).contains("we");
    assertThat(after("/wx\u007feb\r").choice().filter()).isEqualTo("web");
    assertThat(after("/web\r").typed()).isEmpty();
  }

  @Test
  void escapeEndsTheFilter() {
    assertThat(after("/web\u001b").choice().filter()).isEmpty();
    assertThat(after("/web\r\u001b").choice().filter()).isEmpty();
  }

  @Test
  void commandsAreTextWhileAFilterIsTyped() {
    assertThat(after("/q").over()).isFalse();
    assertThat(after("/q").choice().filter()).isEqualTo("q");
  }

  @Test
  void pagesEndAtTheTop() {
    assertThat(after("ff").choice().skipped()).isEqualTo(2 * PAGE);
    assertThat(after("ffbbb").choice().skipped()).isZero();
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
    assertThat(NONE.press(-1, PAGE).over()).isTrue();
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

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.live.LiveView.Kind;
import io.keplerotel.agent.live.Order;
import io.keplerotel.agent.live.Selection;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageQueryTest {
  private static final PageQuery NONE = new PageQuery(Optional.empty(), Order.WATTS, "", "", false);

  @Test
  void aLinkIsReadAsWhatItWasMadeFrom() {
    PageQuery query =
        new PageQuery(Optional.of(Kind.PROCESS), Order.CPU, "a b&c=d%?#\u00e9", "x/y", true);
    String href = query.href();
    assertThat(href).startsWith("/?").matches("[!-~]+");
    assertThat(PageQuery.parse(href.substring(2))).isEqualTo(query);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "&&&", "=", "kind=", "kind=nonsense", "sort=%", "kind=POD", "x=1&y"})
  void whatMeansNothingIsPassedOver(String query) {
    assertThat(PageQuery.parse(query)).isEqualTo(NONE);
    assertThat(PageQuery.parse(query).href()).isEqualTo("/");
  }

  @Test
  void aPercentSignThatEncodesNothingStandsForItself() {
    assertThat(PageQuery.parse("q=100%").filter()).isEqualTo("100%");
    assertThat(PageQuery.parse("q=%zz").filter()).isEqualTo("%zz");
  }

  @Test
  void anEndlessFilterIsCut() {
    assertThat(PageQuery.parse("q=" + "x".repeat(100_000)).filter()).hasSize(256);
  }

  @Test
  void anotherKindKeepsTheFilterAndLeavesTheWhole() {
    PageQuery query = PageQuery.parse("kind=container&in=uid&q=web&sort=cpu&all");
    assertThat(query.of(Kind.POD).href()).isEqualTo("/?kind=pod&sort=cpu&q=web");
    assertThat(query.of(new Selection(Kind.PROCESS, Order.CPU, "", "id")).href())
        .isEqualTo("/?kind=process&sort=cpu&in=id");
  }
}

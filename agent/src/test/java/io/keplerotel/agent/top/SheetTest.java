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
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SheetTest {
  private static Choice of(Kind kind) {
    return Choice.of(kind, Order.WATTS, "");
  }

  @Test
  void eightyColumnsShowFiguresNamespaceAndName() {
    assertThat(
            String.join("\n", new Sheet(80, Sheet.Form.TEXT).all(Views.shop(), of(Kind.CONTAINER))))
        .isEqualTo(
            """
            node-1  85.00 W = 25.00 idle + 60.00 dynamic  4.38 of 4 CPUs busy
            unattributed 8.50  package-0 40.00  package-0/core 26.00  package-0/dram 5.00  …
               WATTS    IDLE  DYNAMIC   CPUS    JOULES  NAMESPACE      CONTAINERS
               34.00   10.00    24.00   2.50     510.0  shop           web-5d4f8-x2x/nginx
                8.50    2.50     6.00   0.25     127.5                 kernel_processes
                8.50    2.50     6.00   0.13     127.5                 system_processes""");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 30, 40, 59, 60, 80, 100, 132, 200})
  void noLineIsLongerThanTheWidth(int width) {
    int least = Math.max(width, Sheet.LEAST_WIDTH);
    for (Kind kind : Kind.values()) {
      assertThat(new Sheet(width, Sheet.Form.TEXT).all(Views.shop(), of(kind)))
          .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(least));
    }
  }

  @Test
  void aPipeIsGivenAllAndNoMore() {
    String long1 = "n".repeat(150);
    Row first = new Row(Kind.POD, "1", "", long1, "s".repeat(40), "WHO", new Power(1, 2), 3, 4);
    Row second = new Row(Kind.POD, "2", "", "short", "s", "w".repeat(60), new Power(1, 2), 3, 4);
    Sheet sheet = new Sheet(Top.UNLIMITED, Sheet.Form.TEXT);
    List<Line> lines = List.of(new Line(first, 0), new Line(second, 0));
    List<String> drawn =
        sheet.rows(of(Kind.POD), lines, lines).stream()
            .map(line -> line.toString().stripTrailing())
            .toList();
    assertThat(drawn.get(0)).endsWith("  " + "s".repeat(40) + " " + long1 + " WHO");
    assertThat(drawn.get(1)).endsWith(" short" + " ".repeat(146) + "w".repeat(60));
    assertThat(String.join("\n", sheet.all(Views.shop(), of(Kind.CONTAINER)))).doesNotContain("…");
  }

  @ParameterizedTest
  @CsvSource({"80,false", "132,true"})
  void ownersAreShownWhereTheyFit(int width, boolean shown) {
    String text =
        String.join("\n", new Sheet(width, Sheet.Form.TEXT).all(Views.shop(), of(Kind.POD)));
    assertThat(text.contains("Deployment web")).isEqualTo(shown);
  }

  @Test
  void titlesStandAboveTheirColumns() {
    for (int width : List.of(80, 132)) {
      Sheet sheet = new Sheet(width, Sheet.Form.TEXT);
      Row row = new Row(Kind.POD, "uid", "", "NAME", "SPACE", "WHO", new Power(1, 2), 3, 4);
      String line = drawn(sheet, row);
      String titles = sheet.titles(of(Kind.POD), lines(row)).toString();
      assertThat(titles.indexOf("NAMESPACE")).isEqualTo(line.indexOf("SPACE"));
      assertThat(titles.indexOf("PODS")).isEqualTo(line.indexOf("NAME"));
      assertThat(titles.indexOf("OWNER")).isEqualTo(line.indexOf("WHO"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"シェルの仕事", "e\u0301te\u0301", "電力計電力計電力計"})
  void columnsStandBelowEachOtherWhateverTheWidthOfTheCharacters(String space) {
    Sheet sheet = new Sheet(132, Sheet.Form.TEXT);
    Power power = new Power(1, 2);
    String narrow = drawn(sheet, new Row(Kind.POD, "u", "", "NAME", "SPACE", "WHO", power, 3, 4));
    String wide = drawn(sheet, new Row(Kind.POD, "u", "", "名前", space, "WHO", power, 3, 4));
    assertThat(columnsBefore("名前", wide)).isEqualTo(columnsBefore("NAME", narrow));
    assertThat(columnsBefore("WHO", wide)).isEqualTo(columnsBefore("WHO", narrow));
  }

  @Test
  void namesCannotPlayWithTheTerminal() {
    Row evil =
        new Row(
            Kind.POD, "uid", "", "a\u001b[2J\nb\u009b1m\u202ec\0", "", "", new Power(0, 0), 0, 0);
    assertThat(drawn(new Sheet(200, Sheet.Form.TEXT), evil))
        .contains("a\\u001b[2J\\nb\\u009b1m\\u202ec\\u0000");
    assertThat(new Sheet(120, Sheet.Form.TEXT).fit("x\u009b2J")).isEqualTo("x\\u009b2J");
  }

  @Test
  void whatIsCutFillsTheWidthAndNoCharacterIsTorn() {
    assertThat(new Sheet(60, Sheet.Form.TEXT).fit("電".repeat(31))).isEqualTo("電".repeat(29) + "…");
    assertThat(new Sheet(60, Sheet.Form.TEXT).fit("電".repeat(30))).isEqualTo("電".repeat(30));
    assertThat(new Sheet(60, Sheet.Form.TEXT).fit("a".repeat(58) + "🔋🔋"))
        .isEqualTo("a".repeat(58) + "…");
  }

  @Test
  void withoutEnergyTheHeadSaysSo() {
    assertThat(new Sheet(80, Sheet.Form.TEXT).head(Views.empty()))
        .containsExactly("node-1  no energy is metered");
  }

  private static List<Line> lines(Row row) {
    return List.of(new Line(row, 0));
  }

  private static String drawn(Sheet sheet, Row row) {
    return sheet.rows(of(Kind.POD), lines(row), lines(row)).getFirst().toString();
  }

  private static int columnsBefore(String word, String line) {
    return new AttributedString(line.substring(0, line.indexOf(word))).columnLength();
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.testing.FakeServer;
import io.keplerotel.agent.testing.FakeServer.Answer;
import io.keplerotel.agent.testing.TestSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportCommandTest {
  private static final String OWNERS =
      """
      {"status":"success","data":{"resultType":"matrix","result":[
        {"metric":{"namespace":"shop","owner_kind":"Deployment"},"values":[[1790816400,"1.25"],[1790820000,"1.5"]]},
        {"metric":{"namespace":"a_b|c","owner_kind":"Job"},"values":[[1790816400,"0.25"]]}]}}""";
  private static final String NOTE = "note: it is not known which nodes only estimated\n";
  private static final String NOTHING = "{\"status\":\"success\",\"data\":{\"result\":[]}}";

  private final CommandTree tree =
      new CommandTree(
          TestSettings.TABLE,
          List.of(
              new ReportCommand(
                  Clock.fixed(Instant.parse("2026-11-26T12:00:00Z"), ZoneOffset.UTC))));
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream err = System.err;
  private final PrintStream out = System.out;

  @BeforeEach
  void listen() {
    PrintStream both = new PrintStream(printed, true, UTF_8);
    System.setErr(both);
    System.setOut(both);
  }

  @AfterEach
  void restore() {
    System.setErr(err);
    System.setOut(out);
  }

  @Test
  void aTableIsForPeople() {
    assertThat(report("--price=0.5 --grid=400 --pue=2"))
        .isEqualTo(
            """
            Energy by namespace, 2026-10-01 00:00 to 2026-10-01 02:00 (UTC)

            namespace    kWh  kWh with PUE    share  cost EUR  kg CO2e
            shop       2.750         5.500   91.7 %     2.750    2.200
            a_b|c      0.250         0.500    8.3 %     0.250    0.200
            total      3.000         6.000  100.0 %     3.000    2.400

            PUE: 2; cost and CO2e are of the kWh with it
            price: 0.5 EUR a kWh
            grid intensity: 400 g a kWh
            note: it is not known which nodes only estimated
            """);
  }

  @Test
  void markdownIsForDocuments() {
    assertThat(report("--markdown"))
        .contains(
            """
            | namespace | kWh | share |
            | --- | ---: | ---: |
            | shop | 2.750 | 91.7 % |
            | a\\_b\\|c | 0.250 | 8.3 % |
            | **total** | **3.000** | **100.0 %** |
            """);
  }

  @Test
  void aClusterWithoutANameIsNamed() {
    assertThat(report("--by=cluster")).contains("\n(no name)  3.000  100.0 %  not known\n");
  }

  @Test
  void csvIsForSpreadsheets() {
    assertThat(
            report(
                "--csv --price=0.5 --currency=CHF --zone=Europe/Berlin --from=2026-10-01T02:00 --to=2026-10-01T04:00"))
        .isEqualTo(
            """
            from,to,cluster,namespace,kwh,kwh_with_pue,share,cost,currency,kg_co2e,hours,hours_of_period,estimated_share
            2026-10-01T02:00:00+02:00,2026-10-01T04:00:00+02:00,,shop,2.75,2.75,0.9166667,1.375,CHF,,2,2,
            2026-10-01T02:00:00+02:00,2026-10-01T04:00:00+02:00,,a_b|c,0.25,0.25,0.08333333,0.125,CHF,,1,2,
            """
                    .replace("\n", "\r\n")
                + NOTE);
  }

  @Test
  void jsonIsForPrograms() {
    assertThat(report("--json --grid=400"))
        .contains("\"by\" : \"namespace\"")
        .contains("\"complete\" : true")
        .contains("\"namespace\" : \"shop\"")
        .contains("\"kg_co2e\" : 1.1,")
        .endsWith("}\n" + NOTE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--month=2026-10 | whom to ask: --prometheus http://prometheus:9090",
        "--prometheus=ftp://x | --prometheus: an address such as",
        "--prometheus=http://user:word@x | without user and query",
        "--prometheus=x --month=October | --month: must be a month such as 2026-10",
        "--prometheus=x --month=2027-01 | --month: January 2027 has no hour yet that is over",
        "--prometheus=x --from=2026-10-01 | --from and --to go together",
        "--prometheus=x --last=7d --month=2026-10 | one of --month, --from with --to, and --last",
        "--prometheus=x --last=7 | --last: must be a number of hours",
        "--prometheus=x --zone=Berlin | --zone: a time zone such as UTC or Europe/Berlin",
        "--prometheus=x --by=team | --by team wants --teams FILE or --team-label LABEL",
        "--prometheus=x --by=node --teams=x | --teams is for --by team",
        "--prometheus=x --by=pod | --by: 'pod' is none of ",
        "--prometheus=x --price=-1 | --price: from 0",
        "--prometheus=x --price=1 --price-file=x | one of --price, --price-file and --price-series",
        "--prometheus=x --currency=CHF | --currency is that of a --price",
        "--prometheus=x --pue=0.5 | --pue: from 1 to 10",
        "--prometheus=x --pue=363 | --pue: from 1 to 10",
        "--prometheus=x --price-file=/none/p.csv | cannot read /none/p.csv: there is no such file",
        "--prometheus=x --teams=/none/t.csv | cannot read /none/t.csv: there is no such file",
        "--prometheus=127.0.0.1:1 --credentials-file=/none/c | cannot read /none/c: there is no such file",
        "--prometheus=x --ca-file=/none/ca.crt | /none/ca.crt",
        "--prometheus=x --csv --json | one of --csv, --markdown and --json",
        "--prometheus=x --header=X | --header: must be NAME: VALUE",
        "--prometheus=x --moth=2026-10 | did you mean --month?",
      })
  void whatIsWrongIsSaid(String line, String said) {
    assertThat(run(line)).isEqualTo(2);
    assertThat(printed.toString(UTF_8)).startsWith("kepler-agent report: ").contains(said);
  }

  @Test
  void aServerThatDoesNotAnswerIsStatusOne() {
    assertThat(run("--prometheus=127.0.0.1:1 --month=2026-10")).isEqualTo(1);
    assertThat(printed.toString(UTF_8))
        .isEqualTo(
            "kepler-agent report: cannot ask http://127.0.0.1:1: no connection; is a Prometheus there? --prometheus says where\n");
  }

  private String report(String line) {
    try (FakeServer server =
        FakeServer.plain(
            exchange -> {
              String query = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
              return new Answer(200, query.contains("%3Akepler_kwh") ? OWNERS : NOTHING);
            })) {
      String period = line.contains("--from") ? "" : " --from=2026-10-01 --to=2026-10-01T02:00";
      assertThat(run("--prometheus=" + server.url("") + " " + line + period)).isZero();
    }
    return printed.toString(UTF_8);
  }

  private int run(String line) {
    String[] words =
        Stream.concat(Stream.of("report"), Stream.of(line.split(" "))).toArray(String[]::new);
    return tree.answer(tree.parse(words));
  }
}

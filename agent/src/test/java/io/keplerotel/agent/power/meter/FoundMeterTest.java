// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.remote.MeterUnit;
import io.keplerotel.agent.power.remote.RemoteCalls;
import io.keplerotel.agent.power.remote.RemoteCalls.Verify;
import io.keplerotel.agent.power.remote.RemoteException;
import io.keplerotel.agent.testing.FakeServer;
import io.keplerotel.agent.testing.FakeServer.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FoundMeterTest {
  private static final Zone ZONE =
      new Zone("platform", Component.PLATFORM, "", Optional.empty(), "meter", Provenance.MEASURED);
  private static final String PAGE =
      """
      # HELP pdu_outlet_watts Power of an outlet.
      # TYPE pdu_outlet_watts gauge
      pdu_outlet_watts{outlet="7",name="node \\"a\\", {left}"} 81.5
      pdu_outlet_watts{outlet="8",name="node a, right"} 70.25 1700000000000
      pdu_outlet_watts{outlet="17"} 500
      pdu_outlet_watts_max{outlet="7"} 900
      pdu_total_joules_total 1.2345678901e+07
      """;

  @TempDir Path folder = Path.of("");

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "pdu_outlet_watts{outlet=\"7\"} ; 81500000",
        "pdu_outlet_watts{ outlet = \"8\" , } ; 70250000",
        "pdu_outlet_watts{name=\"node \\\"a\\\", {left}\"} ; 81500000",
        "pdu_outlet_watts{outlet=~\"7|8\"} ; 151750000",
        "pdu_outlet_watts{name!=\"\",outlet!~\"8|9\"} ; 81500000",
        "pdu_outlet_watts_max ; 900000000"
      })
  void aSeriesIsNamedAsInPromQl(String metric, long powerUw) throws Exception {
    assertThat(powerUw(meter(PAGE, metric))).isEqualTo(powerUw);
  }

  @Test
  void severalSeriesAreSummedOnlyWhereAPatternChoseThem() {
    refused(meter(PAGE, "pdu_outlet_watts"), "has 3 series pdu_outlet_watts; name one");
    refused(meter(PAGE, "pdu_outlet_watts{outlet=\"9\"}"), "has no series");
    refused(meter(PAGE, "pdu_outlet"), "has no series pdu_outlet;");
  }

  @Test
  void halfOfTheSuppliesIsNotTheMachine() throws Exception {
    FakeText text = new FakeText(PAGE);
    FoundMeter meter = meter(text, "pdu_outlet_watts{outlet=~\"7|8\"}");
    powerUw(meter);
    text.text = PAGE.replace("outlet=\"8\"", "outlet=\"x\"");
    refused(meter, "has 1 of 2 series");
    text.text = PAGE;
    assertThat(powerUw(meter)).isEqualTo(151_750_000);
  }

  @Test
  void aStandbySupplyTakesNothingAndTheMachineIsTheOther() throws Exception {
    String page = "watts{feed=\"a\"} 0\nwatts{feed=\"b\"} 120\n";
    assertThat(powerUw(meter(page, "watts{feed=~\"a|b\"}"))).isEqualTo(120_000_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1watts",
        "watts{",
        "watts{a=b}",
        "watts{a=\"b\"",
        "watts{a=~\"(\"}",
        "watts{a=\"b\" c=\"d\"}",
        ""
      })
  void whatIsNoSelectorIsRefused(String text) {
    assertThat(Selector.parse(text)).isEmpty();
  }

  @Test
  void anEnergyCounterOfAnyUnitIsExactToTheMicrojoule() throws Exception {
    assertThat(counterUj("pdu_total_joules_total", PAGE, MeterUnit.JOULE))
        .isEqualTo(12_345_678_901_000L);
    assertThat(counterUj("kwh", "kwh 1234.5678", MeterUnit.KILOWATT_HOUR))
        .isEqualTo(4_444_444_080_000_000L);
    assertThat(counterUj("j", "j 123456789.000001", MeterUnit.JOULE))
        .isEqualTo(123_456_789_000_001L);
  }

  @ParameterizedTest
  @CsvSource({
    "W, NaN",
    "W, +Inf",
    "W, -1",
    "W, 0",
    "W, 1e12",
    "W, 1e999999999",
    "W, ''",
    "W, 12 W",
    "J, -1",
    "J, NaN",
    "kWh, 1e12",
    "mW, 0.0000001",
    "W, 0000000000000000000000000000000000000000000000000000000000000012"
  })
  void whatCannotBeIsNamedAndNoReading(String unit, String value) {
    FoundMeter meter =
        new FoundMeter(
            new FakeText(value),
            new Finder.Whole(),
            Objects.requireNonNull(MeterUnit.bySymbol().get(unit)));
    refused(meter, "the text says ", "(" + unit + ")", "it is not counted");
  }

  @Test
  void aFileHasTheNumberAlone() throws Exception {
    Path file = Files.writeString(folder.resolve("watts"), " 151.5\n");
    assertThat(powerUw(file(file, Instant.now()))).isEqualTo(151_500_000);
  }

  @Test
  void aFileThatNobodyWritesAnyMoreIsNoMeter() throws Exception {
    Path file = Files.writeString(folder.resolve("watts"), "151.5\n");
    refused(file(file, Instant.now().plusSeconds(400)), "was last written at", "has stopped");
    refused(file(folder, Instant.now()), "is not a regular file");
    refused(file(folder.resolve("none"), Instant.now()), "there is no such file");
  }

  @Test
  void jsonIsServedByHttpToWhoeverMayRead() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "token: abc\n");
    try (FakeServer plug =
        FakeServer.plain(
            exchange ->
                "Bearer abc".equals(exchange.getRequestHeaders().getFirst("Authorization"))
                    ? new Answer(200, "{\"meters\": [{\"power\": \"61.25\"}], \"on\": null}")
                    : new Answer(401, ""))) {
      assertThat(powerUw(served(plug, Optional.of(token), "/meters/0/power")))
          .isEqualTo(61_250_000);
      refused(served(plug, Optional.of(token), "/on"), "has no value at /on");
      refused(served(plug, Optional.of(token), "/meters"), "has no value at /meters");
      refused(served(plug, Optional.empty(), "/on"), "401", "power.meter.credentials-file");
    }
  }

  private static long powerUw(FoundMeter meter) throws RemoteException {
    return ((Reading.Power) meter.read(ZONE)).powerUw();
  }

  private static long counterUj(String metric, String page, MeterUnit unit) throws RemoteException {
    Finder finder = new Finder.Selected(Selector.parse(metric).orElseThrow());
    return ((Reading.Counter) new FoundMeter(new FakeText(page), finder, unit).read(ZONE))
        .energyUj();
  }

  private static void refused(FoundMeter meter, String... words) {
    assertThatThrownBy(() -> meter.read(ZONE))
        .isInstanceOf(RemoteException.class)
        .message()
        .contains(words);
  }

  private static FoundMeter meter(String page, String metric) {
    return meter(new FakeText(page), metric);
  }

  private static FoundMeter meter(Origin origin, String metric) {
    return new FoundMeter(
        origin, new Finder.Selected(Selector.parse(metric).orElseThrow()), MeterUnit.WATT);
  }

  private static FoundMeter file(Path file, Instant now) {
    return new FoundMeter(
        new FileOrigin(file, InstantSource.fixed(now)), new Finder.Whole(), MeterUnit.WATT);
  }

  private static FoundMeter served(FakeServer server, Optional<Path> credentials, String pointer) {
    RemoteCalls.Terms terms =
        new RemoteCalls.Terms(
            "power.meter", Optional.empty(), Verify.CERTIFICATE, Duration.ofSeconds(10));
    return new FoundMeter(
        new UrlOrigin(server.url("/status?all=1"), credentials, new RemoteCalls(terms)),
        new Finder.Pointed(pointer),
        MeterUnit.WATT);
  }

  /** A text that changes. */
  private static final class FakeText implements Origin {
    private String text;

    FakeText(String text) {
      this.text = text;
    }

    @Override
    public Content content() {
      return new Content("the text", text);
    }
  }
}

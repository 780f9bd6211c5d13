// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.redfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.remote.RemoteCalls;
import io.keplerotel.agent.power.remote.RemoteCalls.Verify;
import io.keplerotel.agent.power.remote.RemoteException;
import io.keplerotel.agent.testing.FakeServer;
import io.keplerotel.agent.testing.FakeServer.Answer;
import io.keplerotel.agent.testing.TestAuthority;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedfishMeterTest {
  private static final Zone ZONE =
      new Zone(
          "platform", Component.PLATFORM, "", Optional.empty(), "redfish", Provenance.MEASURED);
  private static final String CHASSIS = "/redfish/v1/Chassis/1";

  @TempDir Path folder = Path.of("");
  private final FakeBmc bmc = new FakeBmc();
  private final FakeServer server = FakeServer.plain(bmc);

  @BeforeEach
  void begin() throws IOException {
    credentials("user: admin\npassword: secret\n");
    bmc.power("344");
  }

  @AfterEach
  void end() {
    server.close();
  }

  @Test
  void onceFoundItTakesOneQuestionInOneSession() throws Exception {
    RedfishMeter meter = meter();
    assertThat(watts(meter)).isEqualTo(344);
    int asked = server.asked().size();
    bmc.power("345.5");
    assertThat(watts(meter)).isEqualTo(345.5);
    assertThat(server.asked()).hasSize(asked + 1).last().isEqualTo("GET " + CHASSIS + "/Power");
    assertThat(bmc.logins()).isEqualTo(1);
  }

  @Test
  void theNewerResourceComesFirstByTheLinkThatTheChassisHas() throws Exception {
    bmc.resources.put(
        CHASSIS, "{\"EnvironmentMetrics\": {\"@odata.id\": \"/redfish/v1/Chassis/1/Metrics\"}}");
    bmc.resources.put(CHASSIS + "/Metrics", "{\"PowerWatts\": {\"Reading\": 210.25}}");
    assertThat(watts(meter())).isEqualTo(210.25);
  }

  @Test
  void aCounterIsReadWhereThereIsNoPower() throws Exception {
    bmc.resources.put(
        CHASSIS + "/EnvironmentMetrics",
        "{\"PowerWatts\": {\"Reading\": null}, \"EnergyJoules\": {\"Reading\": 1234567.5}}");
    Reading.Counter counter = (Reading.Counter) meter().read(ZONE);
    assertThat(counter.energyUj()).isEqualTo(1_234_567_500_000L);
  }

  @Test
  void aSensorOfTheWholeChassisIsTheLastResort() throws Exception {
    bmc.resources.remove(CHASSIS + "/Power");
    String sensors = CHASSIS + "/Sensors";
    bmc.resources.put(
        sensors,
        "{\"Members\": [{\"@odata.id\": \"%1$s/cpu\"}, {\"@odata.id\": \"%1$s/gone\"}, {\"@odata.id\": \"%1$s/all\"}]}"
            .formatted(sensors));
    bmc.resources.put(
        sensors + "/cpu",
        "{\"ReadingType\": \"Power\", \"PhysicalContext\": \"CPU\", \"Reading\": 90}");
    bmc.resources.put(
        sensors + "/all",
        "{\"ReadingType\": \"Power\", \"Name\": \"total power\", \"Reading\": 180}");
    assertThat(watts(meter())).isEqualTo(180);
  }

  @Test
  void aSessionThatHasEndedIsOpenedAgain() throws Exception {
    RedfishMeter meter = meter();
    watts(meter);
    bmc.forgetSessions();
    assertThat(watts(meter)).isEqualTo(344);
    assertThat(bmc.logins()).isEqualTo(2);
  }

  @Test
  void aBmcWithoutSessionsGetsThePasswordEachTime() throws Exception {
    bmc.hasSessions = false;
    RedfishMeter meter = meter();
    assertThat(watts(meter)).isEqualTo(344);
    assertThat(watts(meter)).isEqualTo(344);
    assertThat(server.asked()).filteredOn(("POST " + FakeBmc.SESSIONS)::equals).hasSize(1);
  }

  @Test
  void aWrongPasswordIsTriedOnceARoundBecauseBmcsLockUsersOut() throws Exception {
    credentials("user: admin\npassword: wrong\n");
    refused(meter(), "answers 401", "power.redfish.credentials-file");
    assertThat(server.asked()).containsExactly("POST " + FakeBmc.SESSIONS);
    // A Secret that is mended needs no restart.
    RedfishMeter meter = meter();
    credentials("user: admin\npassword: secret\n");
    assertThat(watts(meter)).isEqualTo(344);
  }

  @Test
  void whichOfSeveralChassisIsMeantHasToBeSaid() throws Exception {
    bmc.chassis("1", "Enclosure.0");
    refused(meter(), "has 2 chassis", "power.redfish.chassis: 1, Enclosure.0");
    refused(meter(Optional.of("7")), "has no chassis 7", "one of 1, Enclosure.0");
    assertThat(watts(meter(Optional.of("1")))).isEqualTo(344);
  }

  @Test
  void aBusyBmcIsAskedAgainAndDoesNotForgetWhereThePowerIs() throws Exception {
    RedfishMeter meter = meter();
    watts(meter);
    bmc.status = 503;
    refused(meter, "answers 503: it is busy");
    bmc.status = 200;
    int asked = server.asked().size();
    assertThat(watts(meter)).isEqualTo(344);
    assertThat(server.asked()).hasSize(asked + 1);
  }

  @ParameterizedTest
  @CsvSource({
    "NaN, says NaN (W)",
    "-1, says -1 (W)",
    "0, says 0 (W)",
    "1e12, says 1E+12 (W)",
    "'\"a lot\"', says a lot (W)",
    "Infinity, says Infinity (W)",
    "null, has no value now"
  })
  void whatNoMachineUsesIsNamedAndNoReading(String value, String words) throws Exception {
    RedfishMeter meter = meter();
    watts(meter);
    bmc.power(value);
    refused(meter, words, "/PowerControl/0/PowerConsumedWatts");
    bmc.power("344");
    assertThat(watts(meter)).isEqualTo(344);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"PowerControl\": [{\"PowerConsumedWatts\": 34", "<html>", "", "{} {}"})
  void halfAnAnswerIsNone(String body) throws Exception {
    RedfishMeter meter = meter();
    watts(meter);
    bmc.resources.put(CHASSIS + "/Power", body);
    assertThatThrownBy(() -> meter.read(ZONE)).isInstanceOf(RemoteException.class);
    bmc.power("344");
    assertThat(watts(meter)).isEqualTo(344);
  }

  @Test
  void aBmcThatTakesTooLongIsGivenUp() {
    CountDownLatch ends = new CountDownLatch(1);
    try (FakeServer slow = FakeServer.plain(exchange -> hang(ends))) {
      RedfishMeter meter =
          meter(slow.url(""), Optional.empty(), Verify.CERTIFICATE, Duration.ofMillis(100));
      refused(meter, "does not answer", "timeout");
      ends.countDown();
    }
  }

  @Test
  void aCertificateIsVerifiedUnlessOneSaysOtherwise() throws Exception {
    TestAuthority authority = TestAuthority.create(folder.resolve("bmc")).issue("bmc");
    TestAuthority other = TestAuthority.create(folder.resolve("other"));
    try (FakeServer tls = FakeServer.tls(authority, "bmc", bmc)) {
      URI url = tls.url("");
      Duration patience = Duration.ofSeconds(10);
      refused(
          meter(url, Optional.empty(), Verify.CERTIFICATE, patience),
          "does not agree on TLS",
          "power.redfish.ca-file");
      refused(
          meter(url, Optional.of(other.file("ca.crt")), Verify.CERTIFICATE, patience),
          "does not agree on TLS");
      refused(
          meter(url, Optional.of(folder.resolve("none")), Verify.CERTIFICATE, patience),
          "cannot read the ca-file");
      assertThat(tls.asked()).as("no password was sent").isEmpty();
      assertThat(
              watts(
                  meter(url, Optional.of(authority.file("ca.crt")), Verify.CERTIFICATE, patience)))
          .isEqualTo(344);
      assertThat(watts(meter(url, Optional.empty(), Verify.NOTHING, patience))).isEqualTo(344);
    }
  }

  @Test
  void nobodyElseGetsTheTokenWhateverTheBmcNames() {
    bmc.resources.put(
        "/redfish/v1/Chassis", "{\"Members\": [{\"@odata.id\": \"//evil/redfish/v1\"}]}");
    refused(meter(), "names a resource that is no path of Redfish: //evil/redfish/v1");
  }

  private static Answer hang(CountDownLatch ends) {
    try {
      ends.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return new Answer(200, "{}");
  }

  private void credentials(String text) throws IOException {
    Files.writeString(folder.resolve("credentials"), text);
  }

  private static double watts(RedfishMeter meter) throws RemoteException {
    return ((Reading.Power) meter.read(ZONE)).powerUw() / 1e6;
  }

  private static void refused(RedfishMeter meter, String... words) {
    assertThatThrownBy(() -> meter.read(ZONE))
        .isInstanceOf(RemoteException.class)
        .message()
        .contains(words)
        .doesNotContain(Collections.singleton("secret"));
  }

  private RedfishMeter meter() {
    return meter(Optional.empty());
  }

  private RedfishMeter meter(Optional<String> chassis) {
    RemoteCalls.Terms terms =
        new RemoteCalls.Terms(
            "power.redfish", Optional.empty(), Verify.CERTIFICATE, Duration.ofSeconds(10));
    return new RedfishMeter(
        new Bmc(
            server.url("/redfish/v1/"),
            Optional.of(folder.resolve("credentials")),
            new RemoteCalls(terms)),
        chassis);
  }

  private RedfishMeter meter(URI url, Optional<Path> caFile, Verify verify, Duration patience) {
    RemoteCalls.Terms terms = new RemoteCalls.Terms("power.redfish", caFile, verify, patience);
    return new RedfishMeter(
        new Bmc(url, Optional.of(folder.resolve("credentials")), new RemoteCalls(terms)),
        Optional.empty());
  }
}

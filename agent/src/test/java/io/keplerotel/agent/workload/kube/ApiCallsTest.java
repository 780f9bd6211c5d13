// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keplerotel.agent.workload.kube.ApiCalls.TooSoonException;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiCallsTest {
  private static final URI LIST = URI.create("https://api/api/v1/pods?resourceVersion=0");
  private static final URI WATCH = URI.create("wss://api/api/v1/pods?watch=true");

  private final ApiCalls calls = new ApiCalls();

  @ParameterizedTest
  @CsvSource({"5, 4, 6", "3600, 59, 67", "0, -5, 0", "soon, -5, 0", "-4, -5, 0"})
  void retryAfterIsWaitedOutUpToAMinute(String header, long leastS, long mostS) {
    answer(LIST, 429, header);
    double waitS = calls.waitNs(System.nanoTime()) / 1e9;
    assertThat(waitS).isBetween((double) leastS, (double) mostS);
  }

  @Test
  void whatIsAskedTooSoonIsNotSentAndChangesNoReason() throws Exception {
    calls.ask();
    answer(LIST, 503, "9");
    assertThatThrownBy(calls::ask).isInstanceOf(TooSoonException.class);
    calls.failed(new IOException(new TooSoonException()));
    assertThat(calls.count()).isEqualTo(1);
    assertThat(calls.refusal()).startsWith("503");
  }

  @Test
  void anAcceptedRequestAsksForNoTime() throws Exception {
    answer(LIST, 200, "9");
    calls.ask();
    assertThat(calls.count()).isEqualTo(1);
  }

  @Test
  void onlyAWatchExpires() {
    answer(LIST, 410, "");
    assertThat(calls.takeExpired()).isFalse();
    answer(WATCH, 410, "");
    assertThat(calls.takeExpired()).isTrue();
    assertThat(calls.takeExpired()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"'', 3.0, 4.5", "30, 29.0, 33.1"})
  void aServerThatRefusesWatchAfterWatchIsLeftAlone(String header, double leastS, double mostS)
      throws Exception {
    refuseTwoWatches();
    calls.ask();
    answer(WATCH, 410, header);
    assertThat(calls.waitNs(System.nanoTime()) / 1e9).isBetween(leastS, mostS);
  }

  @Test
  void aWatchThatOpensEndsTheRowOfRefusals() throws Exception {
    refuseTwoWatches();
    calls.opened();
    refuseTwoWatches();
    calls.ask();
    assertThat(calls.count()).isEqualTo(1);
  }

  private void refuseTwoWatches() {
    answer(WATCH, 410, "");
    answer(WATCH, 410, "");
  }

  private void answer(URI uri, int code, String retryAfter) {
    calls.answered(uri, code, Optional.of(retryAfter));
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopAddressTest {
  @ParameterizedTest
  @CsvSource({
    "localhost, http://localhost:9103",
    "node-1:9200, http://node-1:9200",
    "192.0.2.7, http://192.0.2.7:9103",
    "[::1]:9103, http://[::1]:9103",
    "http://node-1, http://node-1",
    "http://node-1:9103/, http://node-1:9103/",
  })
  void isTakenWithAndWithoutAScheme(String text, URI address) {
    assertThat(TopCommand.address(text)).contains(address);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "https://node-1", "ftp://node-1", "http://", "a b", ":9103", "::1"})
  void elseItIsRefused(String text) {
    assertThat(TopCommand.address(text)).isEmpty();
  }
}

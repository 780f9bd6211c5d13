// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.guests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FolderNameTest {
  @ParameterizedTest
  @CsvSource({
    "9b1c2d3e-4f50-4a1b-8c2d-0123456789ab,9b1c2d3e-4f50-4a1b-8c2d-0123456789ab",
    "db_1.prod,db_1.prod",
    "..,%2E.",
    "../../etc,%2E.%2F..%2Fetc",
    "/,%2F",
    ".hidden,%2Ehidden",
    "a b%2F,a%20b%252F",
    "küche,k%C3%BCche",
  })
  void itIsNeverAPath(String id, String folder) {
    assertThat(FolderName.of(id)).hasValue(folder);
  }

  @Test
  void whatHasNoNameOrTooLongAOneHasNoFolder() {
    assertThat(FolderName.of("")).isEmpty();
    assertThat(FolderName.of("x".repeat(256))).isEmpty();
    assertThat(FolderName.of("\0".repeat(86))).isEmpty();
    assertThat(FolderName.of("\0")).hasValue("%00");
  }
}

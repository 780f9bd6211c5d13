// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web.access;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What is asked of a client's certificate, by the names that Prometheus has for it. */
enum ClientAuth {
  NONE("NoClientCert"),
  /** Asked for; whatever comes is taken. */
  REQUEST("RequestClientCert"),
  /** One must come; any is taken. */
  REQUIRE("RequireAnyClientCert"),
  /** One that comes must be of the authorities that are named. */
  VERIFY("VerifyClientCertIfGiven"),
  /** One must come, of the authorities that are named. */
  REQUIRE_AND_VERIFY("RequireAndVerifyClientCert");

  private final String text;

  ClientAuth(String text) {
    this.text = text;
  }

  /** The one of this name; what is empty is none at all, as with Prometheus. */
  static Optional<ClientAuth> of(String text) {
    return switch (text) {
      case "" -> Optional.of(NONE);
      // Prometheus still knows the name it had at first.
      case "RequireClientCert" -> Optional.of(REQUIRE);
      default -> Arrays.stream(values()).filter(auth -> auth.text.equals(text)).findFirst();
    };
  }

  static List<String> names() {
    return Arrays.stream(values()).map(auth -> auth.text).toList();
  }

  /** Whether authorities are needed. */
  boolean verifies() {
    return this == VERIFY || this == REQUIRE_AND_VERIFY;
  }

  /** Whether there is no connection without a certificate. */
  boolean requires() {
    return this == REQUIRE || this == REQUIRE_AND_VERIFY;
  }
}

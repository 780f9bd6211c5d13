// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.otlp;

import java.util.regex.Pattern;

/** Takes out of a message what a library quotes of addresses. */
final class Secrets {
  private static final Pattern USER = Pattern.compile("(//)[^/\\s]*@");
  private static final Pattern QUERY = Pattern.compile("(://[^?\\s]*\\?)\\S+");

  private Secrets() {}

  /** Without user, password and query of any address in it. */
  static String hidden(String message) {
    return QUERY.matcher(USER.matcher(message).replaceAll("$1***@")).replaceAll("$1***");
  }
}

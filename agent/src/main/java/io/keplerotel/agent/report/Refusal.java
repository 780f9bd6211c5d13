// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.report;

import io.keplerotel.agent.model.PlainText;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A server's answer that has no values, in words. */
record Refusal(String server, int status) {
  private static final int SHOWN_CHARACTERS = 300;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;

  /** To whom it does not know, or who may not ask. */
  ReportException unwelcome(Optional<Path> credentials) {
    String what =
        credentials
            .map("the credentials of %s are not accepted"::formatted)
            .orElse("name a file with user: and password:, or token:, by --credentials-file");
    return new ReportException("%s refuses to answer (%d): %s".formatted(server, status, what));
  }

  /** It is somewhere else. */
  ReportException moved(String address) {
    return new ReportException(
        "%s sends on to %s (%d): name that address by --prometheus"
            .formatted(server, PlainText.of(address, SHOWN_CHARACTERS), status));
  }

  /**
   * Anything else.
   *
   * @param said texts of its JSON, by name
   * @param text all of it, as it came
   */
  ReportException of(Map<String, String> said, String text) {
    String error = said.get("error");
    if (error != null) {
      return ofPrometheus(error, said.getOrDefault("errorType", ""));
    }
    if (!isFailure() && status != 400) {
      return new ReportException(
          "%s answers %d with what is no answer of a Prometheus; --prometheus is the address before /api/v1, such as http://prometheus:9090"
              .formatted(server, status));
    }
    String words = text.replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ").strip();
    return new ReportException(
        "%s answers %d%s%s"
            .formatted(
                server,
                status,
                words.isEmpty() ? "" : ": " + PlainText.of(words, SHOWN_CHARACTERS),
                later()));
  }

  private ReportException ofPrometheus(String error, String type) {
    String why =
        "%s%s: %s%s"
            .formatted(
                server,
                isFailure() ? " answers " + status : "",
                PlainText.of(error, SHOWN_CHARACTERS),
                later());
    boolean tooMuch =
        type.equals("timeout") || error.contains("too many samples") || error.contains("timed out");
    return tooMuch ? ReportException.tooMuch(why) : new ReportException(why);
  }

  private boolean isFailure() {
    return status >= 500 || status == TOO_MANY_REQUESTS;
  }

  private String later() {
    return status == TOO_MANY_REQUESTS || status == UNAVAILABLE ? "; try again later" : "";
  }
}

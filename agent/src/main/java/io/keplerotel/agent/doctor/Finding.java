// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.doctor;

import io.keplerotel.agent.model.PlainText;

/**
 * What a check has found: one line of the screen.
 *
 * @param topic what was looked at, such as {@code kernel}
 * @param text what is so, in plain words
 * @param advice the one thing to do; empty where there is nothing
 */
public record Finding(String topic, Verdict verdict, String text, String advice) {
  /** Between what is wrong and what to do, in all messages of the agent. */
  private static final String THEN = "; ";

  /** Makes plain: names of labels and files are others' text. */
  public Finding {
    topic = PlainText.of(topic);
    text = PlainText.of(text);
    advice = PlainText.of(advice);
  }

  static Finding ok(String topic, String text) {
    return new Finding(topic, Verdict.OK, text, "");
  }

  static Finding note(String topic, String text) {
    return new Finding(topic, Verdict.NOTE, text, "");
  }

  static Finding note(String topic, String text, String advice) {
    return new Finding(topic, Verdict.NOTE, text, advice);
  }

  static Finding problem(String topic, String text, String advice) {
    return new Finding(topic, Verdict.PROBLEM, text, advice);
  }

  /** Of a message of the agent, which says what is wrong, and behind a semicolon what to do. */
  static Finding of(String topic, Verdict verdict, String message) {
    int end = endOfFirstPart(message);
    return end < 0
        ? new Finding(topic, verdict, message, "")
        : new Finding(
            topic, verdict, message.substring(0, end), message.substring(end + THEN.length()));
  }

  /** At the first semicolon that is not in brackets; −1 where there is none. */
  private static int endOfFirstPart(String message) {
    int depth = 0;
    for (int i = 0; i < message.length(); i++) {
      switch (message.charAt(i)) {
        case '(' -> depth++;
        case ')' -> depth--;
        default -> {
          if (depth == 0 && message.startsWith(THEN, i)) {
            return i;
          }
        }
      }
    }
    return -1;
  }
}

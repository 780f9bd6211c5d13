// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Supplier;

/**
 * What a page says.
 *
 * @param type of the body, as in {@code Content-Type}
 */
public record Answer(int status, String type, Body body) {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String JSON = "application/json";

  /** What stands below the headers. */
  sealed interface Body {}

  /** A few lines; costs nothing. */
  record Lines(String text) implements Body {}

  /**
   * A body that takes some work, which is done by {@link Bodies}.
   *
   * @param key equal keys stand for equal bodies
   */
  public record Made(Object key, Writing writing) implements Body {
    public static Made text(Object key, Supplier<String> text) {
      return new Made(key, out -> out.write(text.get().getBytes(UTF_8)));
    }
  }

  /** Writes a body. */
  @FunctionalInterface
  public interface Writing {
    void writeTo(OutputStream out) throws IOException;
  }

  public static Answer text(int status, String line) {
    return new Answer(status, TEXT, new Lines(line + "\n"));
  }

  static Answer json(Made text) {
    return new Answer(200, JSON, text);
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** The view as JSON, as {@code /live.json} shows it. */
public final class LiveJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private LiveJson() {}

  /** Writes it. */
  public static String write(LiveView view) {
    try {
      return MAPPER.writeValueAsString(view);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads it; what a newer agent says beyond what is known here is passed over.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static LiveView read(String json) {
    try {
      return MAPPER.readValue(json, LiveView.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a view of an agent: " + e.getOriginalMessage(), e);
    }
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.remote;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.keplerotel.agent.model.PlainText;
import java.util.Optional;

/**
 * An answer in JSON.
 *
 * @param name where it comes from, for messages
 */
public record JsonText(String name, JsonNode root) {
  private static final int SHOWN_CHARACTERS = 120;

  /** Numbers that are none are read, to be refused where they are used. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(64)
                          .maxNumberLength(60)
                          .build())
                  .build())
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  /** The whole text; half of one is thrown. */
  public static JsonText parse(String name, String text) throws RemoteException {
    try {
      return new JsonText(name, MAPPER.readTree(text));
    } catch (JsonProcessingException e) {
      String problem = String.valueOf(e.getOriginalMessage()).split("\n", 2)[0];
      throw new RemoteException(
          name + " answers with what is not JSON: " + PlainText.of(problem, SHOWN_CHARACTERS));
    }
  }

  /** The number, or text that should be one, at this place (RFC 6901); null is none. */
  public Optional<String> value(String pointer) {
    JsonNode node = root.at(JsonPointer.compile(pointer));
    return node.isValueNode() && !node.isNull() ? Optional.of(node.asText()) : Optional.empty();
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.modelfile;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.keplerotel.agent.config.NearestKey;
import io.keplerotel.agent.model.PlainText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A place in a JSON text, which knows what to say where something else stands there.
 *
 * @param name of the file or server
 * @param pointer of the place, as RFC 6901 has it
 */
record JsonAt(String name, String pointer, JsonNode node) {
  /** What is nested more deeply, or has longer words, is no model. */
  private static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder()
          .maxNestingDepth(16)
          .maxNumberLength(60)
          .maxStringLength(10_000)
          .maxNameLength(200)
          .build();

  private static final int SHOWN_CHARACTERS = 60;

  /** Numbers that are none are read, to be refused where they stand. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder(JsonFactory.builder().streamReadConstraints(LIMITS).build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** The whole text, which must be an object. */
  static JsonAt root(String name, byte[] text) throws ModelFileException {
    try {
      JsonAt root = new JsonAt(name, "", MAPPER.readTree(text));
      if (root.node.isMissingNode()) {
        throw root.wrong("is empty");
      }
      root.members();
      return root;
    } catch (JsonProcessingException e) {
      JsonLocation where = e.getLocation();
      String place = where == null ? "" : " (line " + where.getLineNr() + ")";
      String problem = String.valueOf(e.getOriginalMessage()).split("\n", 2)[0];
      throw new ModelFileException(
          name, "", "is not JSON: " + PlainText.of(problem, 2 * SHOWN_CHARACTERS) + place);
    } catch (IOException e) {
      throw new ModelFileException(name, "", "cannot be read: " + e.getMessage());
    }
  }

  /** What is wrong here, to be thrown. */
  ModelFileException wrong(String reason) {
    return new ModelFileException(name, pointer, reason);
  }

  /** A member of this object that must be there. */
  JsonAt at(String member) throws ModelFileException {
    Optional<JsonAt> found = maybe(member);
    if (found.isEmpty()) {
      throw below(member, node).wrong("is missing");
    }
    return found.get();
  }

  /** A member of this object; null is none. */
  Optional<JsonAt> maybe(String member) throws ModelFileException {
    return Optional.ofNullable(members().get(member)).filter(at -> !at.node.isNull());
  }

  /** All members of this object, in their order. */
  Map<String, JsonAt> members() throws ModelFileException {
    if (!node.isObject()) {
      throw wrong("must be an object, not " + shown());
    }
    Map<String, JsonAt> members = new LinkedHashMap<>();
    node.properties()
        .forEach(each -> members.put(each.getKey(), below(each.getKey(), each.getValue())));
    return members;
  }

  /** Throws where this object has a member that nobody knows. */
  void knowsOnly(Collection<String> known) throws ModelFileException {
    for (Map.Entry<String, JsonAt> member : members().entrySet()) {
      if (!known.contains(member.getKey())) {
        String word = PlainText.of(member.getKey(), SHOWN_CHARACTERS);
        throw member
            .getValue()
            .wrong("is not known; did you mean " + NearestKey.of(word, known) + "?");
      }
    }
  }

  /** The items of this list. */
  List<JsonAt> items() throws ModelFileException {
    if (!node.isArray()) {
      throw wrong("must be a list, not " + shown());
    }
    List<JsonAt> items = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      items.add(below(Integer.toString(i), node.get(i)));
    }
    return items;
  }

  String text() throws ModelFileException {
    if (!node.isTextual() || node.textValue().isBlank()) {
      throw wrong("must be a text, not " + shown());
    }
    return PlainText.of(node.textValue());
  }

  /** A finite number between two others. */
  double number(double least, double most, String unit) throws ModelFileException {
    double value = finite();
    if (value < least || value > most) {
      throw wrong(
          "%s is not between %s and %s %s"
              .formatted(shown(), plain(least), plain(most), unit)
              .strip());
    }
    return value;
  }

  /** A finite number. */
  double finite() throws ModelFileException {
    if (!node.isNumber()) {
      throw wrong("must be a number, not " + shown());
    }
    if (!Double.isFinite(node.doubleValue())) {
      throw wrong("must be a finite number, not " + shown());
    }
    return node.doubleValue();
  }

  int whole(int least, int most) throws ModelFileException {
    double value = number(least, most, "");
    if (value != Math.rint(value)) {
      throw wrong("must be a whole number, not " + shown());
    }
    return (int) value;
  }

  /** What stands here, cut. */
  String shown() {
    return PlainText.of(node.toString(), SHOWN_CHARACTERS);
  }

  private JsonAt below(String member, JsonNode value) {
    String escaped = PlainText.of(member.replace("~", "~0").replace("/", "~1"), SHOWN_CHARACTERS);
    return new JsonAt(name, pointer + "/" + escaped, value);
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}

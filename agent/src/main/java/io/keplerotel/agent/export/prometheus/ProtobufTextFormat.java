// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Collection;
import java.util.Locale;

/** The same messages as protobuf shows them to people. */
final class ProtobufTextFormat implements PageFormat {
  private static final String INDENT = "  ";

  @Override
  public String contentType() {
    return "text/plain; charset=utf-8";
  }

  @Override
  public void write(Collection<Family> families, NameEscaping escaping, PageOutput out)
      throws IOException {
    for (Family family : families) {
      out.put("name: " + quoted(family.name(escaping) + family.kind().suffix) + "\n");
      if (family.hasHelp()) {
        out.put("help: " + quoted(family.help()) + "\n");
      }
      out.put("type: " + family.kind().type.toUpperCase(Locale.ROOT) + "\n");
      for (Line line : family.lines()) {
        out.put("metric {\n");
        for (int i = 0; i < line.labels().size(); i++) {
          out.put(label(escaping.name(line.labels().name(i)), line.labels().value(i)));
        }
        out.put(value(family.kind(), line)).put("}\n");
      }
    }
  }

  private static String label(String name, String value) {
    return "  label {\n    name: " + quoted(name) + "\n    value: " + quoted(value) + "\n  }\n";
  }

  private static String value(Kind kind, Line line) {
    return "  "
        + kind.type
        + " {\n    value: "
        + (kind == Kind.INFO ? 1.0 : line.value())
        + "\n"
        + (kind == Kind.COUNTER && line.createdMs() != 0 ? created(line.createdMs()) : "")
        + "  }\n";
  }

  private static String created(long timeMs) {
    return "    created_timestamp {\n"
        + part("seconds", ProtobufFormat.seconds(timeMs))
        + part("nanos", ProtobufFormat.nanos(timeMs))
        + "    }\n";
  }

  private static String part(String name, long value) {
    return value == 0 ? "" : INDENT.repeat(3) + name + ": " + value + "\n";
  }

  /** In C's manner, the bytes of other letters in octal. */
  private static String quoted(String text) {
    StringBuilder result = new StringBuilder("\"");
    for (byte b : text.getBytes(UTF_8)) {
      switch (b) {
        case 0x07 -> result.append("\\a");
        case '\b' -> result.append("\\b");
        case '\f' -> result.append("\\f");
        case '\n' -> result.append("\\n");
        case '\r' -> result.append("\\r");
        case '\t' -> result.append("\\t");
        case 0x0b -> result.append("\\v");
        case '\\', '\'', '"' -> result.append('\\').append((char) b);
        default -> {
          if (b >= ' ' && b <= '~') {
            result.append((char) b);
          } else {
            result.append(String.format(Locale.ROOT, "\\%03o", b & 0xff));
          }
        }
      }
    }
    return result.append('"').toString();
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.prometheus;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Collection;

/** The text format 0.0.4 of Prometheus, without created timestamps: it has no place for them. */
final class TextFormat implements PageFormat {
  @Override
  public String contentType() {
    return "text/plain; version=0.0.4; charset=utf-8";
  }

  @Override
  public void write(Collection<Family> families, NameEscaping escaping, PageOutput out)
      throws IOException {
    for (Family family : families) {
      Family.Head head = family.head(this, escaping, name -> head(family, name));
      out.put(head.text);
      for (Line line : family.lines()) {
        out.put(head.sample).put(line.labels().text(escaping));
        value(family.kind(), line, out);
      }
    }
  }

  private static Family.Head head(Family family, String name) {
    String shown = name + family.kind().suffix;
    StringBuilder text = new StringBuilder();
    if (!family.help().isEmpty()) {
      OpenMetricsFormat.line("HELP", shown, help(family.help()), text);
    }
    OpenMetricsFormat.line("TYPE", shown, family.kind().type, text);
    byte[] sample = shown.getBytes(US_ASCII);
    return new Family.Head(text.toString().getBytes(UTF_8), sample, sample);
  }

  /** A blank, the value, the end of the line. */
  static void value(Kind kind, Line line, PageOutput out) throws IOException {
    out.put(' ');
    if (kind == Kind.INFO) {
      out.put('1');
    } else {
      out.put(line.value());
    }
    out.put('\n');
  }

  static String labels(LabelSet labels, NameEscaping escaping) {
    if (labels.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < labels.size(); i++) {
      text.append(i == 0 ? "" : ",")
          .append(escaping.name(labels.name(i)))
          .append("=\"")
          .append(quoted(labels.value(i)))
          .append('"');
    }
    return text.append('}').toString();
  }

  /** As it may stand between quotes. */
  static String quoted(String text) {
    return help(text).replace("\"", "\\\"");
  }

  private static String help(String text) {
    return text.replace("\\", "\\\\").replace("\n", "\\n");
  }
}

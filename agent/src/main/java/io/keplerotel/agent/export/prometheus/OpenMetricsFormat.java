// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.prometheus;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.keplerotel.agent.export.prometheus.Scrapes.CreatedLines;
import java.io.IOException;
import java.util.Collection;

/** The OpenMetrics text format 1.0. */
final class OpenMetricsFormat implements PageFormat {
  private static final long MS_PER_S = 1_000;

  private final CreatedLines createdLines;

  OpenMetricsFormat(CreatedLines createdLines) {
    this.createdLines = createdLines;
  }

  @Override
  public String contentType() {
    return "application/openmetrics-text; version=1.0.0; charset=utf-8";
  }

  @Override
  public void write(Collection<Family> families, NameEscaping escaping, PageOutput out)
      throws IOException {
    for (Family family : families) {
      write(family, escaping, out);
    }
    out.put("# EOF\n");
  }

  private void write(Family family, NameEscaping escaping, PageOutput out) throws IOException {
    Family.Head head = family.head(this, escaping, name -> head(family, name));
    out.put(head.text);
    boolean showsCreated = createdLines == CreatedLines.SHOWN && family.kind() == Kind.COUNTER;
    for (Line line : family.lines()) {
      byte[] labels = line.labels().text(escaping);
      out.put(head.sample).put(labels);
      TextFormat.value(family.kind(), line, out);
      if (showsCreated && line.createdMs() != 0) {
        out.put(head.created).put(labels);
        seconds(line.createdMs(), out);
      }
    }
  }

  private static Family.Head head(Family family, String name) {
    StringBuilder text = new StringBuilder();
    line("TYPE", name, family.kind().openMetricsType, text);
    family.unit().ifPresent(unit -> line("UNIT", name, unit, text));
    if (!family.help().isEmpty()) {
      line("HELP", name, TextFormat.quoted(family.help()), text);
    }
    return new Family.Head(
        text.toString().getBytes(UTF_8),
        (name + family.kind().suffix).getBytes(US_ASCII),
        (name + "_created").getBytes(US_ASCII));
  }

  /** A line that tells something of a metric. */
  static void line(String what, String name, String said, StringBuilder text) {
    text.append("# ").append(what).append(' ').append(name).append(' ').append(said).append('\n');
  }

  /** With three places. */
  private static void seconds(long timeMs, PageOutput out) throws IOException {
    out.put(' ').put(timeMs / MS_PER_S).put('.');
    long restMs = timeMs % MS_PER_S;
    for (long least = MS_PER_S / 10; least > 1 && restMs < least; least /= 10) {
      out.put('0');
    }
    out.put(restMs).put('\n');
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.prometheus;

import static java.nio.charset.StandardCharsets.US_ASCII;

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
    String name = family.name(escaping);
    out.put("# TYPE " + name + " " + family.kind().openMetricsType + "\n");
    if (family.unit().isPresent()) {
      out.put("# UNIT " + name + " " + family.unit().get() + "\n");
    }
    if (!family.help().isEmpty()) {
      out.put("# HELP " + name + " " + TextFormat.quoted(family.help()) + "\n");
    }
    byte[] sample = (name + family.kind().suffix).getBytes(US_ASCII);
    byte[] created = (name + "_created").getBytes(US_ASCII);
    boolean showsCreated = createdLines == CreatedLines.SHOWN && family.kind() == Kind.COUNTER;
    for (Line line : family.lines()) {
      byte[] labels = line.labels().text(escaping);
      out.put(sample).put(labels);
      TextFormat.value(family.kind(), line, out);
      if (showsCreated && line.createdMs() != 0) {
        out.put(created).put(labels);
        seconds(line.createdMs(), out);
      }
    }
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

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.prometheus;

import static io.keplerotel.agent.export.prometheus.Protobuf.bytesTag;
import static io.keplerotel.agent.export.prometheus.Protobuf.fieldBytes;
import static io.keplerotel.agent.export.prometheus.Protobuf.fixedTag;
import static io.keplerotel.agent.export.prometheus.Protobuf.varintBytes;
import static io.keplerotel.agent.export.prometheus.Protobuf.varintTag;

import java.io.IOException;
import java.util.Collection;

/** Messages {@code io.prometheus.client.MetricFamily}, each after its length. */
final class ProtobufFormat implements PageFormat {
  private static final long MS_PER_S = 1_000;
  private static final long NS_PER_MS = 1_000_000;
  private static final int VALUE_BYTES = 1 + Double.BYTES;
  private static final int TYPE_BYTES = 2;

  @Override
  public String contentType() {
    return "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";
  }

  @Override
  public void write(Collection<Family> families, NameEscaping escaping, PageOutput out)
      throws IOException {
    for (Family family : families) {
      write(family, escaping, out);
    }
  }

  private static void write(Family family, NameEscaping escaping, PageOutput out)
      throws IOException {
    String shown = family.name(escaping) + family.kind().suffix;
    byte[] name = Protobuf.text(Protobuf.FAMILY_NAME, shown);
    byte[] help =
        family.hasHelp() ? Protobuf.text(Protobuf.FAMILY_HELP, family.help()) : new byte[0];
    long bytes = (long) name.length + help.length + TYPE_BYTES;
    for (Line line : family.lines()) {
      bytes += fieldBytes(metricBytes(family.kind(), line, escaping));
    }
    out.putVarint(bytes).put(name).put(help);
    boolean counter = family.kind() == Kind.COUNTER;
    out.putByte(varintTag(Protobuf.FAMILY_TYPE)).putByte(counter ? 0 : 1);
    for (Line line : family.lines()) {
      out.putByte(bytesTag(Protobuf.FAMILY_METRIC));
      out.putVarint(metricBytes(family.kind(), line, escaping));
      out.put(line.labels().protobuf(escaping));
      value(family.kind(), line, out);
    }
  }

  private static int metricBytes(Kind kind, Line line, NameEscaping escaping) {
    return line.labels().protobuf(escaping).length + fieldBytes(valueBytes(kind, line));
  }

  private static int valueBytes(Kind kind, Line line) {
    boolean created = kind == Kind.COUNTER && line.createdMs() != 0;
    return VALUE_BYTES + (created ? fieldBytes(timeBytes(line.createdMs())) : 0);
  }

  private static void value(Kind kind, Line line, PageOutput out) throws IOException {
    boolean counter = kind == Kind.COUNTER;
    out.putByte(bytesTag(counter ? Protobuf.METRIC_COUNTER : Protobuf.METRIC_GAUGE));
    out.putVarint(valueBytes(kind, line));
    out.putByte(fixedTag(Protobuf.VALUE)).putFixed(kind == Kind.INFO ? 1 : line.value());
    if (counter && line.createdMs() != 0) {
      out.putByte(bytesTag(Protobuf.COUNTER_CREATED));
      out.putVarint(timeBytes(line.createdMs()));
      part(Protobuf.SECONDS, seconds(line.createdMs()), out);
      part(Protobuf.NANOS, nanos(line.createdMs()), out);
    }
  }

  private static void part(int field, long value, PageOutput out) throws IOException {
    if (value != 0) {
      out.putByte(varintTag(field)).putVarint(value);
    }
  }

  private static int timeBytes(long timeMs) {
    return partBytes(seconds(timeMs)) + partBytes(nanos(timeMs));
  }

  private static int partBytes(long value) {
    return value == 0 ? 0 : 1 + varintBytes(value);
  }

  static long seconds(long timeMs) {
    return timeMs / MS_PER_S;
  }

  static long nanos(long timeMs) {
    return timeMs % MS_PER_S * NS_PER_MS;
  }
}

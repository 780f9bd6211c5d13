// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * An answer to a scrape, whatever its format.
 *
 * @param values by metric and labels
 * @param created when each counter began, seconds since 1970; where the answer says so
 */
public record Exposition(Map<String, Double> values, Map<String, Double> created) {
  private static final String CREATED = "_created";
  private static final int FAMILY_NAME = 1;
  private static final int FAMILY_METRIC = 4;
  private static final int LABEL = 1;
  private static final int GAUGE = 2;
  private static final int COUNTER = 3;
  private static final int COUNTER_CREATED = 3;

  public static Exposition of(HttpResponse<byte[]> response) throws IOException {
    String type = response.headers().firstValue("Content-Type").orElseThrow();
    return type.startsWith("application/vnd.google.protobuf")
        ? ofProtobuf(new ByteArrayInputStream(response.body()))
        : of(new String(response.body(), UTF_8));
  }

  public static Exposition of(String text) {
    Exposition result = new Exposition(new LinkedHashMap<>(), new LinkedHashMap<>());
    text.lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(
            line -> {
              int end = line.lastIndexOf(' ');
              String series = line.substring(0, end);
              double value = Double.parseDouble(line.substring(end + 1));
              String name = series.split("\\{", 2)[0];
              if (name.endsWith(CREATED)) {
                result.created.put(series.replace(CREATED, "_total"), value);
              } else {
                result.values.put(series, value);
              }
            });
    return result;
  }

  private static Exposition ofProtobuf(InputStream in) throws IOException {
    Exposition result = new Exposition(new LinkedHashMap<>(), new LinkedHashMap<>());
    while (in.available() > 0) {
      byte[] family = in.readNBytes(CodedInputStream.readRawVarint32(in.read(), in));
      CodedInputStream fields = CodedInputStream.newInstance(family);
      String name = "";
      for (int tag = fields.readTag(); tag != 0; tag = fields.readTag()) {
        switch (WireFormat.getTagFieldNumber(tag)) {
          case FAMILY_NAME -> name = fields.readString();
          case FAMILY_METRIC -> result.metric(name, fields.readByteArray());
          default -> fields.skipField(tag);
        }
      }
    }
    return result;
  }

  private void metric(String name, byte[] metric) throws IOException {
    CodedInputStream fields = CodedInputStream.newInstance(metric);
    Map<String, String> labels = new LinkedHashMap<>();
    double value = Double.NaN;
    double createdS = 0;
    for (int tag = fields.readTag(); tag != 0; tag = fields.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case LABEL -> {
          Map<Integer, Object> pair = fields(fields.readByteArray());
          labels.put(
              text(pair.getOrDefault(1, new byte[0])), text(pair.getOrDefault(2, new byte[0])));
        }
        case GAUGE -> value = (Double) fields(fields.readByteArray()).getOrDefault(1, 0.0);
        case COUNTER -> {
          Map<Integer, Object> counter = fields(fields.readByteArray());
          value = (Double) counter.getOrDefault(1, 0.0);
          if (counter.containsKey(COUNTER_CREATED)) {
            Map<Integer, Object> at = fields((byte[]) counter.get(COUNTER_CREATED));
            createdS = (Long) at.getOrDefault(1, 0L) + (Long) at.getOrDefault(2, 0L) / 1e9;
          }
        }
        default -> fields.skipField(tag);
      }
    }
    StringBuilder series = new StringBuilder(name);
    if (!labels.isEmpty()) {
      series.append('{');
      labels.forEach((key, text) -> series.append(key + "=\"" + text + "\","));
      series.setCharAt(series.length() - 1, '}');
    }
    values.put(series.toString(), value);
    if (createdS > 0) {
      created.put(series.toString(), createdS);
    }
  }

  /** Fields of a message that has no repeated ones: bytes, doubles and whole numbers. */
  private static Map<Integer, Object> fields(byte[] message) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(message);
    Map<Integer, Object> fields = new TreeMap<>();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      fields.put(
          WireFormat.getTagFieldNumber(tag),
          switch (WireFormat.getTagWireType(tag)) {
            case WireFormat.WIRETYPE_LENGTH_DELIMITED -> in.readByteArray();
            case WireFormat.WIRETYPE_FIXED64 -> in.readDouble();
            default -> in.readInt64();
          });
    }
    return fields;
  }

  private static String text(Object bytes) {
    return new String((byte[]) bytes, UTF_8);
  }

  public long series() {
    return values.size();
  }
}

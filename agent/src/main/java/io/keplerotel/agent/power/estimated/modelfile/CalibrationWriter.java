// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.modelfile;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keplerotel.agent.power.estimated.calibration.Calibration;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** Writes a calibration to a file: whole, or not at all. */
public final class CalibrationWriter {
  private static final int DECIMALS = 3;

  private CalibrationWriter() {}

  /**
   * Writes beside the file, then puts it in its place.
   *
   * @throws IOException if it cannot; the file is then as it was
   */
  public static void write(Calibration calibration, Path file) throws IOException {
    // A link stays what it is: /dev/stdout is one.
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    Path folder = target.resolveSibling(".");
    Path written = Files.createTempFile(folder, ".kepler-calibration", ".json");
    try {
      Files.writeString(written, text(calibration), UTF_8);
      Files.setPosixFilePermissions(written, PosixFilePermissions.fromString("rw-r--r--"));
      Files.move(
          written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(written);
    }
  }

  /** The text of the file. */
  public static String text(Calibration calibration) {
    JsonNodeFactory make = JsonNodeFactory.instance;
    ObjectNode root = make.objectNode();
    root.put("format", CalibrationFile.FORMAT);
    root.put("version", CalibrationFile.VERSION);
    root.put("unit", CalibrationFile.UNIT);
    ObjectNode machine = root.putObject("machine");
    machine.put("cpu", calibration.machine().cpu());
    if (!calibration.otherNames().isEmpty()) {
      ArrayNode names = machine.putArray("other_names");
      calibration.otherNames().stream().sorted().forEach(names::add);
    }
    machine.put("sockets", calibration.machine().sockets());
    machine.put("threads", calibration.machine().threads());
    machine.put("memory_gib", rounded(calibration.machine().memoryGib(), 1));
    ObjectNode zones = root.putObject("zones");
    new TreeMap<>(calibration.zones())
        .forEach(
            (component, fit) -> {
              ObjectNode zone = zones.putObject(CalibrationFile.key(component));
              put(zone.putArray("watts"), fit.curve().watts());
              put(zone.putArray("low"), fit.curve().low());
              put(zone.putArray("high"), fit.curve().high());
              zone.put("error", rounded(fit.error(), DECIMALS + 1));
            });
    ObjectNode made = root.putObject("made");
    made.put("at", calibration.made().at().truncatedTo(ChronoUnit.SECONDS).toString());
    made.put("by", calibration.made().by());
    made.put("mode", calibration.made().mode().name().toLowerCase(Locale.ROOT));
    put(made.putArray("levels"), calibration.made().levels());
    made.put("readings", calibration.made().readings());
    made.put("missing", calibration.made().missing());
    try {
      return JsonMapper.builder()
              .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
              .build()
              .writerWithDefaultPrettyPrinter()
              .writeValueAsString(root)
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void put(ArrayNode array, List<Double> figures) {
    figures.forEach(figure -> array.add(rounded(figure, DECIMALS)));
  }

  private static BigDecimal rounded(double value, int decimals) {
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_EVEN);
    return rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros();
  }
}

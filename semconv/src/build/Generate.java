// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

final class Generate {
  public static void main(String[] arguments) throws IOException {
    Path out = Path.of(arguments[1]).resolve("io/keplerotel/semconv");
    Files.createDirectories(out);
    Files.writeString(out.resolve("KeplerMetrics.java"), "package io.keplerotel.semconv;\npublic final class KeplerMetrics { private KeplerMetrics() {} }\n");
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What doctor says of machines as they are laid out. */
class DoctorHostsTest {
  private static final Path HOSTS = Path.of("src/test/resources/hosts");

  @TempDir Path root = Path.of("");

  static List<String> hosts() throws IOException {
    try (Stream<Path> files = Files.list(HOSTS)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(".host"))
          .map(name -> name.substring(0, name.lastIndexOf('.')))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void theScreenIsAsInTheGoldenFile(String name) throws Exception {
    List<String> description = Files.readAllLines(HOSTS.resolve(name + ".host"));
    String screen = new DoctorHost(root.toRealPath(), description).screen();
    Path golden = HOSTS.resolve(name + ".doctor");
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(golden, screen);
    }
    assertThat(screen)
        .as("write it again with -Dgolden.write=true, and read the difference")
        .isEqualTo(Files.readString(golden));
  }
}

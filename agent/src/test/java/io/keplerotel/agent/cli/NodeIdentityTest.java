// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.linux.fs.HostFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What names the machine by the semantic conventions. */
class NodeIdentityTest {
  private static final String ID = "fdbf79e8af94cb7f9e8df36789187052";
  private static final String BOARD = "4c4c4544-0042-3510-8051-b4c04f4a4d32";

  @TempDir Path host = Path.of("");

  @Test
  void hostIdIsTheMachinesOwnOrThatOfItsBoard() throws IOException {
    assertThat(find()).isEmpty();
    write("sys/class/dmi/id/product_uuid", BOARD);
    assertThat(find()).hasValue(BOARD);
    write("proc/1/root/etc/machine-id", ID);
    assertThat(find()).hasValue(ID);
  }

  @ParameterizedTest
  @CsvSource({
    "''",
    "uninitialized",
    "00000000-0000-0000-0000-000000000000",
    "ffffffffffffffffffffffffffffffff"
  })
  void anIdThatIsNoneIsPassedOver(String text) throws IOException {
    write("proc/1/root/etc/machine-id", text);
    assertThat(find()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"amd64,amd64", "aarch64,arm64", "arm,arm32", "ppc64le,ppc64", "s390x,s390x"})
  void architectureHasTheConventionsName(String java, String official) {
    assertThat(NodeIdentity.architecture(java)).isEqualTo(official);
  }

  @Test
  void bootTimeIsReadFromTheKernelsStatistics() {
    assertThat(BootTime.parse("cpu  1 2\nbtime 1767225600\nprocesses 7\n"))
        .hasValue(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(BootTime.parse("cpu  1 2\nbtime soon\n")).isEmpty();
  }

  private Optional<String> find() {
    return new MachineId(new HostFiles(host.resolve("proc"), host.resolve("sys"))).find();
  }

  private void write(String path, String text) throws IOException {
    Path file = host.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text + "\n");
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.config.SettingsException;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.testing.TestSettings;
import io.keplerotel.semconv.ResourceAttributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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

  @Test
  void anAgentIsTheSameAfterARestartAndNoOtherIsLikeIt() throws Exception {
    write("proc/sys/kernel/hostname", "desk");
    write("proc/sys/kernel/random/boot_id", BOARD);
    String first = instance("--node.name=node-1");
    assertThat(
            List.of(
                first,
                instance("--node.name=node-2"),
                instance("--node.name=node-1", "--web.listen=127.0.0.1:9104"),
                instance("--node.name=node-1", "--kube.cluster-name=blue")))
        .doesNotHaveDuplicates();
    assertThat(instance("--node.name=node-1")).isEqualTo(first);
    write("proc/1/root/etc/machine-id", ID);
    assertThat(instance("--node.name=node-1")).isNotEqualTo(first);
    assertThat(node("--node.name=node-1").resource())
        .matches(found -> ID.equals(found.get(ResourceAttributes.HOST_ID)))
        .matches(found -> "node-1".equals(found.get(ResourceAttributes.HOST_NAME)))
        .matches(found -> "kepler-agent".equals(found.get(ResourceAttributes.SERVICE_NAME)))
        .matches(found -> found.get(ResourceAttributes.HOST_ARCH) != null);
  }

  private String instance(String... flags) throws SettingsException {
    return String.valueOf(node(flags).resource().get(ResourceAttributes.SERVICE_INSTANCE_ID));
  }

  private NodeIdentity node(String... flags) throws SettingsException {
    Map<String, String> settings =
        Stream.of(flags).map(flag -> flag.split("=", 2)).collect(toMap(p -> p[0], p -> p[1]));
    return NodeIdentity.find(
        TestSettings.load(Optional.empty(), Map.of(), settings),
        new HostFiles(host.resolve("proc"), host.resolve("sys")),
        Map.of());
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

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.testing.AgentProcess;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong is said in one line that names it, and ends the agent. */
class WrongStartTest {
  private static final int WRONG_USAGE = 2;
  private static final int CANNOT_RUN = 1;

  @TempDir Path directory = Path.of("");
  private AgentProcess agent = AgentProcess.none();

  @AfterEach
  void stop() {
    agent.close();
  }

  @Test
  void aPortThatIsTakenIsOneClearLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      agent = AgentProcess.launchOn(port);
      assertThat(agent.awaitExit()).isEqualTo(CANNOT_RUN);
      assertThat(agent.log().lines().filter(line -> line.startsWith("kepler-agent:")))
          .containsExactly(
              "kepler-agent: cannot listen on 127.0.0.1:%d: Address already in use; stop the other process or set web.listen / KEPLER_WEB_LISTEN"
                  .formatted(port));
    }
  }

  @Test
  void anUnknownKeyNamesTheNearestKnownOne() throws Exception {
    Path file = Files.writeString(directory.resolve("kepler.yaml"), "intervall: 1s\n");
    agent = AgentProcess.launch(List.of(), Map.of(), "--config=" + file);
    assertThat(agent.awaitExit()).isEqualTo(WRONG_USAGE);
    assertThat(agent.log().strip())
        .hasLineCount(1)
        .startsWith("kepler-agent: " + file + ":1")
        .contains("intervall", "did you mean interval?");
  }

  @Test
  void aWrongTypeSaysWhatIsAllowed() {
    agent = AgentProcess.launch(List.of(), Map.of("KEPLER_INTERVAL", "soon"));
    assertThat(agent.awaitExit()).isEqualTo(WRONG_USAGE);
    assertThat(agent.log().strip()).hasLineCount(1).contains("KEPLER_INTERVAL", "soon", "must be");
  }

  @Test
  void aMissingFileIsNamed() {
    agent = AgentProcess.launch(List.of(), Map.of(), "--config=/nonexistent/kepler.yaml");
    assertThat(agent.awaitExit()).isEqualTo(WRONG_USAGE);
    assertThat(agent.log().strip()).hasLineCount(1).contains("/nonexistent/kepler.yaml");
  }

  @Test
  void anUnknownFlagIsOneLine() {
    agent = AgentProcess.launch(List.of(), Map.of(), "--intervall=1s");
    assertThat(agent.awaitExit()).isEqualTo(WRONG_USAGE);
    assertThat(agent.log().strip()).hasLineCount(1).contains("--intervall");
  }

  @ParameterizedTest
  @CsvSource({
    "--host.procfs=/nonexistent, host.procfs is /nonexistent",
    "--host.sysfs=/nonexistent, host.sysfs is /nonexistent",
    "--host.procfs=/dev, host.procfs is /dev",
  })
  void aFolderOfTheHostThatIsNotThereIsNamed(String flag, String said) {
    agent = AgentProcess.launch(List.of(), Map.of(), flag);
    assertThat(agent.awaitExit()).isEqualTo(CANNOT_RUN);
    assertThat(agent.log().strip())
        .hasLineCount(1)
        .startsWith("kepler-agent: " + said)
        .doesNotContain("Exception");
  }

  @Test
  void anUnknownHostToListenOnEndsIt() {
    agent = AgentProcess.launchAt("nowhere.invalid:9103");
    assertThat(agent.awaitExit()).isEqualTo(CANNOT_RUN);
    assertThat(agent.log())
        .contains("kepler-agent: cannot listen on nowhere.invalid:9103: there is no such host");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/dev/zero", "/dev/urandom"})
  void aDeviceForAFileIsOneLine(String device) {
    agent = AgentProcess.launch(List.of(), Map.of(), "--config=" + device);
    assertThat(agent.awaitExit()).isEqualTo(WRONG_USAGE);
    assertThat(agent.log().strip()).hasLineCount(1).contains(device, "larger than 1 MiB");
  }

  @Test
  void aWrongOtelVariableIsOneLine() {
    agent = AgentProcess.launch(List.of(), Map.of("OTEL_EXPORTER_OTLP_PROTOCOL", "carrier-pigeon"));
    assertThat(agent.awaitExit()).isEqualTo(CANNOT_RUN);
    assertThat(agent.log())
        .contains("kepler-agent: wrong setting OTEL_EXPORTER_OTLP_PROTOCOL: ", "carrier-pigeon");
  }
}

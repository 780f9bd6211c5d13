// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keplerotel.agent.testing.AgentProcess;
import io.keplerotel.agent.testing.Requirement;
import io.keplerotel.agent.testing.Shell;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command in a process of its own, on this machine, with faults that are real. */
class DoctorProcessTest {
  private static final int CANNOT = 1;

  @TempDir Path folder = Path.of("");

  private record Screen(int status, JsonNode json) {
    /** Verdict and text of the first line about a topic. */
    String line(String topic) {
      for (JsonNode part : json.get("parts")) {
        for (JsonNode finding : part.get("findings")) {
          if (finding.get("topic").asText().equals(topic)) {
            return finding.get("verdict").asText() + ": " + finding.get("text").asText();
          }
        }
      }
      throw new AssertionError("nothing is said of " + topic + " in " + json);
    }
  }

  @Test
  void aProcessWithoutRightsOnAPortThatIsTakenIsToldSo() throws Exception {
    Requirement.BPF.unless(isRoot(), "rights can only be dropped by root");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Screen screen =
          run(
              List.of("setpriv", "--bounding-set", "-all", "--inh-caps", "-all"),
              Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + AgentProcess.freePort()),
              "--web.listen=127.0.0.1:" + taken.getLocalPort());
      assertThat(screen.status()).isEqualTo(CANNOT);
      assertThat(screen.line("capabilities"))
          .startsWith("note: user 0 has none that matter here")
          .contains("CAP_BPF (CPU time by BPF)");
      assertThat(screen.line("cpu time")).startsWith("problem: from cgroup files and /proc");
      assertThat(screen.line("web server")).contains("problem:", "is used by another process");
      assertThat(screen.line("otlp")).contains("problem: cannot push metrics to http://127.0.0.1");
    }
  }

  @Test
  void anotherPidNamespaceIsFoundOut() throws Exception {
    Requirement.BPF.unless(isRoot(), "a PID namespace is made by root");
    Screen screen = run(List.of("unshare", "--pid", "--fork", "--mount-proc"), Map.of());
    assertThat(screen.line("pid namespace")).startsWith("problem: not the host's");
    assertThat(screen.status()).isEqualTo(CANNOT);
  }

  @Test
  void aMemoryLimitThatTheHeapDoesNotFitIntoIsFoundOut() throws Exception {
    Path tree = Path.of("/sys/fs/cgroup/memory");
    String limit = "memory.limit_in_bytes";
    Requirement.CGROUPS.unless(
        Files.isWritable(tree.resolve("tasks")), "there is no memory hierarchy of version 1");
    Path cgroup = Files.createDirectory(tree.resolve("doctor-" + ProcessHandle.current().pid()));
    try {
      Files.writeString(cgroup.resolve(limit), Integer.toString(300 << 20));
      Screen screen =
          run(
              List.of("sh", "-c", "echo $$ > " + cgroup + "/tasks; exec \"$@\"", "sh"),
              Map.of("JAVA_TOOL_OPTIONS", "-Xmx400m"));
      assertThat(screen.line("memory")).startsWith("problem: limit 300 MiB, heap up to 3");
    } finally {
      Files.delete(cgroup);
    }
  }

  /** On a machine where all that can be had is there, by flags that ask for no more. */
  @Test
  void whatIsWellIsDoneSoon() throws Exception {
    long startNs = System.nanoTime();
    Screen screen = run(List.of(), Map.of());
    assertThat((System.nanoTime() - startNs) / 1e9).isCloseTo(0, within(10.0));
    assertThat(screen.line("web server")).isEqualTo("ok: 127.0.0.1:0 is free");
    assertThat(screen.json().get("version").isTextual()).isTrue();
  }

  private Screen run(List<String> wrapper, Map<String, String> environment, String... flags)
      throws Exception {
    List<String> command = new ArrayList<>(wrapper);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            AgentMain.class.getName(),
            "doctor",
            "--json",
            environment.containsKey("OTEL_EXPORTER_OTLP_ENDPOINT")
                ? "--otlp.enabled=true"
                : "--otlp.enabled=false"));
    command.addAll(flags.length == 0 ? List.of("--web.listen=127.0.0.1:0") : List.of(flags));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(Files.readString(out)).as(Files.readString(err)).startsWith("{");
      return new Screen(process.exitValue(), new ObjectMapper().readTree(out.toFile()));
    } finally {
      process.destroyForcibly();
    }
  }

  private static boolean isRoot() {
    return Shell.run("id -u").strip().equals("0");
  }
}

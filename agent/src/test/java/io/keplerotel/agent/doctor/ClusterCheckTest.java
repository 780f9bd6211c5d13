// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.config.KubeSettings;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.testing.AgentProcess;
import io.keplerotel.agent.testing.TestSettings;
import io.keplerotel.agent.workload.PodSource;
import io.keplerotel.agent.workload.kube.KubernetesSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterCheckTest {
  @TempDir Path folder = Path.of("");

  @Test
  void withoutAClusterNobodyIsAsked() throws Exception {
    assertThat(find(PodSource.none()).verdict()).isEqualTo(Verdict.OK);
  }

  @Test
  void podsWhoseNamesNobodyIsAskedForAreNoted() throws Exception {
    String mounts = "31 23 0:28 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n";
    Files.createDirectories(folder.resolve("proc/1"));
    Files.writeString(folder.resolve("proc/1/mountinfo"), mounts);
    Files.createDirectories(folder.resolve("sys/fs/cgroup/kubepods.slice"));
    Finding finding = find(PodSource.none());
    assertThat(finding.verdict()).isEqualTo(Verdict.NOTE);
    assertThat(finding.advice()).isEqualTo("run the agent as a pod, or set kube.config");
  }

  @Test
  void aServerThatDoesNotListenIsAProblem() throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("kubeconfig"),
            """
            apiVersion: v1
            kind: Config
            clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
            contexts: [{name: c, context: {cluster: c, user: u}}]
            users: [{name: u, user: {token: t}}]
            current-context: c
            """
                .formatted(AgentProcess.freePort()));
    Finding finding = find(kubernetes(config));
    assertThat(finding.verdict()).isEqualTo(Verdict.PROBLEM);
    assertThat(finding.text()).contains("no answer");
  }

  @Test
  void aKubeconfigThatIsMissingIsAProblem() throws Exception {
    Finding finding = find(kubernetes(folder.resolve("missing")));
    assertThat(finding.verdict()).isEqualTo(Verdict.PROBLEM);
    assertThat(finding.text()).contains("cannot read " + folder.resolve("missing"));
    assertThat(finding.advice()).startsWith("check kube.config");
  }

  private static KubernetesSource kubernetes(Path config) throws Exception {
    KubeSettings settings =
        TestSettings.load(Optional.empty(), Map.of(), Map.of("--kube.config", config.toString()))
            .kube();
    return new KubernetesSource(settings, "node-1", Duration.ofSeconds(1), Map.of());
  }

  private Finding find(PodSource pods) throws Exception {
    HostFiles files = new HostFiles(folder.resolve("proc"), folder.resolve("sys"));
    return new ClusterCheck(files, () -> pods, Duration.ofSeconds(3))
        .check()
        .look()
        .find()
        .getFirst();
  }
}

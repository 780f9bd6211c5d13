// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.Config;
import io.keplerotel.agent.config.KubeEnabled;
import io.keplerotel.agent.config.KubeMode;
import io.keplerotel.agent.config.KubeSettings;
import io.keplerotel.agent.config.PodLabels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {
  @TempDir Path folder;

  @Test
  void aKubeconfigSaysWhereTheServerIsAndHowToLogIn() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("config"),
            """
            apiVersion: v1
            kind: Config
            current-context: second
            clusters:
              - {name: a, cluster: {server: "https://a:6443"}}
              - {name: b, cluster: {server: "https://b:6443", certificate-authority: b.crt}}
            users: [{name: u, user: {token: "secret"}}]
            contexts:
              - {name: first, context: {cluster: a, user: u}}
              - {name: second, context: {cluster: b, user: u}}
            """);
    Config config = access(Optional.of(file), Map.of()).apiServer();
    assertThat(config.getMasterUrl()).isEqualTo("https://b:6443/");
    assertThat(config.getCaCertFile()).isEqualTo(folder.resolve("b.crt").toString());
    assertThat(config.getAutoOAuthToken()).isEqualTo("secret");
  }

  @Test
  void withoutOneTheServiceAccountsTokenOfTheMomentIsUsed() throws IOException {
    Config config =
        access(Optional.empty(), Map.of("KUBERNETES_SERVICE_HOST", "fd00::1")).apiServer();
    assertThat(config.getMasterUrl()).isEqualTo("https://[fd00::1]:443/");
    for (String token : new String[] {"first", "second"}) {
      Files.writeString(folder.resolve("token"), token + "\n");
      assertThat(config.getOauthTokenProvider().getToken()).isEqualTo(token);
    }
  }

  @Test
  void outOfAPodItIsSaidWhatIsMissing() {
    assertThatThrownBy(() -> access(Optional.empty(), Map.of()).apiServer())
        .hasMessage("KUBERNETES_SERVICE_HOST is not set; run in a pod or set kube.config");
    assertThatThrownBy(() -> access(Optional.of(folder.resolve("none")), Map.of()).apiServer())
        .hasMessage("cannot read " + folder.resolve("none") + "; check kube.config");
  }

  private Access access(Optional<Path> kubeconfig, Map<String, String> environment) {
    return new Access(
        new KubeSettings(
            KubeEnabled.TRUE,
            KubeMode.APISERVER,
            kubeconfig,
            folder,
            Optional.empty(),
            Duration.ofSeconds(1),
            PodLabels.NONE,
            new KubeSettings.Kubelet(
                Optional.empty(), Optional.empty(), false, Duration.ofSeconds(1))),
        "node",
        environment);
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import com.sun.net.httpserver.SimpleFileServer.OutputLevel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The released chart, from a repository of charts, by the guide's own commands on a real API
 * server.
 */
@Tag("e2e")
class ChartRepositoryTest {
  private static final String VALUES = " --namespace kepler-system --values k8s/kepler-values.yaml";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static ControlPlane plane;

  @SuppressWarnings("NullAway.Init")
  private static HttpServer server;

  @BeforeAll
  static void publish() throws IOException {
    E2eTools.path("helm");
    E2eTools.path("kubectl");
    Path site = Files.createDirectory(folder.resolve("site"));
    server =
        SimpleFileServer.createFileServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), site, OutputLevel.NONE);
    server.start();
    Command.run(
            Chart.ROOT,
            Map.of(
                "SOURCE_DATE_EPOCH",
                "1764115200",
                "PROJECT",
                address(),
                "PATH",
                Path.of(E2eTools.path("helm")).getParent() + ":" + System.getenv("PATH")),
            List.of(
                "bash",
                "-c",
                "version=$(release/version) && to=%s/releases/download/v$version && mkdir -p $to"
                        .formatted(site)
                    + " && release/chart $version $to && mv $to/index.yaml "
                    + site))
        .ok();
    plane = ControlPlane.start();
  }

  @AfterAll
  static void stop() {
    plane.close();
    server.stop(0);
  }

  @Test
  void installsUpgradesAndUninstallsAsTheGuideDoes() {
    run("helm repo add kepler " + address());
    assertThat(run("helm repo update")).contains("Successfully got an update");
    run("kubectl create namespace kepler-system");

    assertThat(run("helm install kepler kepler/kepler" + VALUES)).contains("STATUS: deployed");
    assertThat(images()).startsWith("ghcr.io/kepler-otel/kepler-agent:").doesNotContain("dev");
    assertThat(run("helm upgrade kepler kepler/kepler" + VALUES)).contains("REVISION: 2");
    run("helm uninstall kepler -n kepler-system");
    assertThat(run("kubectl get daemonset -n kepler-system -o name")).isEmpty();
  }

  @Test
  void plainManifestsAreAcceptedWithTheirNamespace() throws IOException {
    Path manifests;
    try (var files = Files.walk(folder.resolve("site"))) {
      manifests =
          files
              .filter(file -> file.toString().endsWith(".yaml"))
              .filter(file -> !file.endsWith("index.yaml"))
              .findFirst()
              .orElseThrow();
    }
    String plain = manifests.toString();

    assertThat(run("kubectl apply --dry-run=client -f " + plain))
        .contains("namespace/kepler-system ", "daemonset.apps/kepler created", "service/kepler");
  }

  private static String images() {
    return run(
        "kubectl get daemonset kepler -n kepler-system -o"
            + " jsonpath={.spec.template.spec.containers[*].image}");
  }

  private static String address() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** A command line as the guide has it; helm keeps what it knows of repositories in the folder. */
  private static String run(String line) {
    List<String> words = new ArrayList<>(Arrays.asList(line.split(" ")));
    words.set(0, E2eTools.path(words.get(0)));
    Map<String, String> environment =
        Map.of(
            "KUBECONFIG", plane.kubeconfig().toString(),
            "HELM_CONFIG_HOME", folder.resolve("config").toString(),
            "HELM_CACHE_HOME", folder.resolve("cache").toString());
    return Command.run(Chart.ROOT, environment, words).ok();
  }
}

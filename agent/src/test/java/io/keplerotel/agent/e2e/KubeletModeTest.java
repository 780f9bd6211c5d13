// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.keplerotel.agent.config.KubeSettings;
import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.testing.TestSettings;
import io.keplerotel.agent.workload.PodNames;
import io.keplerotel.agent.workload.PodSource;
import io.keplerotel.agent.workload.kube.KubernetesSource;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that answers {@code /pods} over TLS as a kubelet does. */
class KubeletModeTest {
  private static final Workload.Container APP =
      new Workload.Container("c1", "containerd", Optional.of("u1"));
  private static final Workload.Container LATER =
      new Workload.Container("c2", "containerd", Optional.of("u2"));
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final AtomicInteger status = new AtomicInteger(200);
  private Optional<String> retryAfter = Optional.empty();
  private String token = "first";
  private String pods = pod("u1", "web-1", "c1");
  private Authority authority = new Authority(Path.of(""));
  private Optional<HttpsServer> server = Optional.empty();
  private PodSource source = PodSource.none();

  @TempDir Path folder = Path.of("");

  @BeforeEach
  void listen() throws Exception {
    authority = Authority.create(folder.resolve("tls"));
    Files.copy(authority.certificate(), folder.resolve("ca.crt"));
    Files.writeString(folder.resolve("token"), token);
    HttpsServer https =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    https.setHttpsConfigurator(new HttpsConfigurator(authority.serverContext()));
    https.createContext("/pods", this::answer);
    https.start();
    server = Optional.of(https);
  }

  @AfterEach
  void close() {
    source.close();
    server.ifPresent(https -> https.stop(0));
  }

  @Test
  void podsAreReadAgainAndAgainWithTheTokenOfTheMoment() throws Exception {
    source = start(Map.of());
    Pause.until(PATIENCE, "the pod is known", () -> podOf(APP).equals(Optional.of("web-1")));
    assertThat(source.state().orElseThrow().available()).isTrue();
    token = "second";
    Pause.until(PATIENCE, "401", () -> reason().startsWith("401"));
    assertThat(podOf(APP)).contains("web-1");
    Files.writeString(folder.resolve("token"), token);
    pods = pod("u2", "web-2", "c2");
    Pause.until(PATIENCE, "the other pod", () -> podOf(LATER).equals(Optional.of("web-2")));
    assertThat(podOf(APP)).contains("web-1");
  }

  @Test
  void eachAnswerThatIsNoAnswerHasItsReason() {
    source = start(Map.of());
    for (int code : new int[] {403, 429, 500}) {
      status.set(code);
      Pause.until(PATIENCE, code + "", () -> reason().startsWith(Integer.toString(code)));
      status.set(200);
      Pause.until(PATIENCE, "it works", () -> reason().isEmpty());
    }
  }

  @Test
  void retryAfterIsHonoured() {
    source = start(Map.of());
    Pause.until(PATIENCE, "it works", () -> reason().isEmpty() && calls() > 0);
    retryAfter = Optional.of("4");
    status.set(429);
    Pause.until(PATIENCE, "429", () -> reason().startsWith("429"));
    long before = calls();
    Pause.of(Duration.ofMillis(3500));
    assertThat(calls()).isEqualTo(before);
    status.set(200);
    Pause.until(PATIENCE, "it works", () -> reason().isEmpty());
  }

  @Test
  void aCertificateOfAnotherAuthorityIsNotAccepted() {
    Path other = Authority.create(folder.resolve("other")).certificate();
    source = start(Map.of("--kube.kubelet-ca", other.toString()));
    Pause.until(
        PATIENCE, "refused", () -> reason().startsWith("the server's certificate is not accepted"));
    assertThat(podOf(APP)).isEmpty();
  }

  @Test
  void itIsAcceptedOnlyIfThatIsAskedFor() {
    Path other = Authority.create(folder.resolve("other")).certificate();
    source =
        start(Map.of("--kube.kubelet-ca", other.toString(), "--kube.kubelet-insecure", "true"));
    Pause.until(PATIENCE, "the pod is known", () -> podOf(APP).equals(Optional.of("web-1")));
  }

  private PodSource start(Map<String, String> more) {
    Map<String, String> flags = new HashMap<>(more);
    flags.put("--kube.mode", "kubelet");
    flags.put("--kube.service-account", folder.toString());
    flags.put("--kube.kubelet-poll-interval", "1s");
    flags.put(
        "--kube.kubelet-endpoint",
        "https://127.0.0.1:" + server.orElseThrow().getAddress().getPort());
    PodSource started =
        new KubernetesSource(settings(flags), "node", Duration.ofSeconds(30), Map.of());
    started.start();
    return started;
  }

  private static KubeSettings settings(Map<String, String> flags) {
    try {
      return TestSettings.load(Optional.empty(), Map.of(), flags).kube();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private Optional<String> podOf(Workload.Container container) {
    return source.ofContainer(container).pod().map(PodNames::name);
  }

  private long calls() {
    return source.state().orElseThrow().calls();
  }

  private String reason() {
    PodSource.State state = source.state().orElseThrow();
    return state.available() ? "" : state.reason();
  }

  private void answer(HttpExchange exchange) throws IOException {
    boolean known =
        ("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"));
    byte[] body = ("{\"items\": [" + pods + "]}").getBytes(StandardCharsets.UTF_8);
    retryAfter.ifPresent(seconds -> exchange.getResponseHeaders().set("Retry-After", seconds));
    exchange.sendResponseHeaders(known ? status.get() : 401, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private static String pod(String uid, String name, String container) {
    return """
        {"metadata": {"uid": "%s", "namespace": "shop", "name": "%s"},
         "status": {"containerStatuses": [{"name": "app", "containerID": "containerd://%s"}]}}"""
        .formatted(uid, name, container);
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload.kube;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.keplerotel.agent.config.KubeEnabled;
import io.keplerotel.agent.config.KubeMode;
import io.keplerotel.agent.config.KubeSettings;
import io.keplerotel.agent.config.PodLabels;
import io.keplerotel.agent.workload.PodSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The thread that learns the names of pods goes on, whatever was thrown in it. */
@Tag("slow")
class KubernetesThreadTest {
  @TempDir Path account;
  private HttpServer kubelet;
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile CountDownLatch polls = new CountDownLatch(1);
  private volatile boolean stalling;

  @BeforeEach
  void start() throws IOException {
    kubelet = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    kubelet.createContext(
        "/pods",
        exchange -> {
          byte[] none = "{\"items\":[]}".getBytes(UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, none.length);
          if (stalling) {
            exchange.getResponseBody().write(none, 0, 4);
            exchange.getResponseBody().flush();
            awaitQuietly(over);
          }
          exchange.getResponseBody().write(none);
          exchange.close();
          polls.countDown();
        });
    kubelet.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    kubelet.start();
    Files.writeString(account.resolve("token"), "secret");
  }

  @AfterEach
  void stop() {
    over.countDown();
    kubelet.stop(0);
  }

  /** Issue, B7: 0 polls afterwards, state 1.0, no log. */
  @Test
  void aTokenThatIsAwayForAMomentIsToldAndThePollsGoOn() throws Exception {
    try (PodSource source = source(KubeMode.KUBELET, Map.of())) {
      source.start();
      await(source, PodSource.State::available);

      Files.delete(account.resolve("token"));
      await(source, state -> !state.available());
      assertThat(source.state().orElseThrow().reason())
          .contains("cannot read " + account.resolve("token"), "check kube.service-account");

      polls = new CountDownLatch(2);
      Files.writeString(account.resolve("token"), "another");
      assertThat(polls.await(60, TimeUnit.SECONDS)).isTrue();
      await(source, PodSource.State::available);
    }
  }

  @Test
  void anAnswerThatStopsInItsMiddleIsGivenUpAndThePollsGoOn() throws Exception {
    try (PodSource source = source(KubeMode.KUBELET, Map.of())) {
      source.start();
      await(source, PodSource.State::available);

      stalling = true;
      await(source, state -> !state.available());
      assertThat(source.state().orElseThrow().reason()).startsWith("no answer (");

      stalling = false;
      await(source, PodSource.State::available);
    }
  }

  @Test
  void whatNobodyForesawIsToldAndItIsTriedAgain() throws Exception {
    Trap trap = new Trap();
    try (PodSource source = source(KubeMode.APISERVER, trap)) {
      source.start();
      assertThat(trap.sprung.await(60, TimeUnit.SECONDS)).isTrue();
      await(source, state -> !state.reason().isEmpty());
      assertThat(source.state().orElseThrow().reason()).contains("on purpose");
      assertThat(source.state().orElseThrow().available()).isFalse();
    }
  }

  private PodSource source(KubeMode mode, Map<String, String> environment) {
    String url = "http://127.0.0.1:" + kubelet.getAddress().getPort();
    return new KubernetesSource(
        new KubeSettings(
            KubeEnabled.TRUE,
            mode,
            Optional.empty(),
            account,
            Optional.empty(),
            Duration.ofSeconds(1),
            PodLabels.NONE,
            new KubeSettings.Kubelet(
                Optional.of(url), Optional.empty(), true, Duration.ofMillis(200))),
        "node",
        Duration.ofSeconds(1),
        environment);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void await(PodSource source, Predicate<PodSource.State> wanted)
      throws InterruptedException {
    long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!source.state().filter(wanted).isPresent()) {
      assertThat(System.nanoTime()).as(() -> source.state().toString()).isLessThan(endNs);
      Thread.sleep(20);
    }
  }

  /** Variables whose reading ends in an Error, and says when it has twice. */
  private static final class Trap extends AbstractMap<String, String> {
    private final CountDownLatch sprung = new CountDownLatch(2);

    @Override
    public Set<Entry<String, String>> entrySet() {
      sprung.countDown();
      throw new AssertionError("on purpose");
    }
  }
}

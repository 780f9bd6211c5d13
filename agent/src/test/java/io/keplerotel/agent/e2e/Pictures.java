// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.e2e;

import io.keplerotel.agent.testing.AgentProcess;
import io.keplerotel.agent.testing.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Takes the pictures of the page and of {@code top} that are in the docs: of a real agent beside a
 * real API server, on this machine, with pods that work in shifts. {@code make pictures} runs it.
 */
final class Pictures {
  private static final int SHOWN_S = 360;

  private final Path images;
  private final Path folder;
  private final Duration shown;

  private Pictures(Path images, Path folder, Duration shown) {
    this.images = images;
    this.folder = folder;
    this.shown = shown;
  }

  /** Runs it: the folder of the pictures, and how many seconds the graph is to show. */
  public static void main(String[] arguments) throws Exception {
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : SHOWN_S;
    Path folder = Files.createTempDirectory("pictures");
    new Pictures(Path.of(arguments[0]), folder, Duration.ofSeconds(seconds)).take();
  }

  private void take() throws Exception {
    List<TestPod> pods = new ArrayList<>();
    try (ControlPlane plane = ControlPlane.start()) {
      AgentAccount account =
          new AgentAccount(plane, Files.createDirectories(folder.resolve("account")));
      for (String namespace : List.of("shop", "data", "monitoring")) {
        AgentAccount.namespace(plane, namespace);
      }
      TestNode node = new TestNode(plane);
      pods.add(pod(node, PodKind.DEPLOYMENT, "shop", "checkout", shifts("90s", 4_000, "45")));
      pods.add(pod(node, PodKind.DEPLOYMENT, "shop", "catalogue", shifts("200s", 2_000, "20")));
      pods.add(pod(node, PodKind.STATEFUL_SET, "data", "postgres", shifts("500s", 1_500, "5")));
      pods.add(pod(node, PodKind.CRON_JOB, "data", "nightly-export", shifts("40s", 12_000, "120")));
      pods.add(
          pod(node, PodKind.DAEMON_SET, "monitoring", "node-exporter", shifts("3s", 800, "12")));
      try (AgentProcess agent =
          account.start(
              Map.of(
                  "OTEL_METRICS_EXPORTER",
                  "none",
                  "KEPLER_WEB_PRICE",
                  "0.28",
                  "KEPLER_WEB_GRID",
                  "363"),
              "--interval=1s",
              "--web.currency=EUR")) {
        Thread.sleep(shown);
        String page = "http://127.0.0.1:" + agent.port() + "/";
        browser(page, "--window-size=1280,900", "page.png", "");
        browser(
            page + "?kind=pod",
            "--window-size=500,1000",
            "page-narrow.png",
            "--blink-settings=preferredColorScheme=0");
        terminal(agent.port(), "top.png");
      }
    } finally {
      pods.forEach(TestPod::stop);
    }
  }

  private static TestPod pod(
      TestNode node, PodKind kind, String namespace, String base, String command) {
    TestPod pod = node.post(kind, namespace, base);
    pod.run("app", command);
    node.report(pod);
    return pod;
  }

  private static String shifts(String work, int loops, String rest) {
    return "while :; do timeout %1$s sh -c 'while :; do i=0; while [ $i -lt %2$d ]; do i=$((i+1)); done; sleep 0.05; done'; sleep %3$s; done"
        .formatted(work, loops, rest);
  }

  private void browser(String address, String size, String file, String flags) {

    run(
        "chromium --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --hide-scrollbars --user-data-dir=%s/profile --virtual-time-budget=1000 %s %s --screenshot=%s '%s'"
            .formatted(folder, size, flags, images.resolve(file), address));
  }

  private void terminal(int port, String file) throws IOException, InterruptedException {
    String tmux = "tmux -L pictures";
    String top =
        "%s/bin/java -cp '%s' io.keplerotel.agent.cli.AgentMain top --kind=container --url=http://127.0.0.1:%d"
            .formatted(
                System.getProperty("java.home"), System.getProperty("java.class.path"), port);
    Path script = Files.writeString(folder.resolve("top.sh"), top);
    run(tmux + " new-session -d -x 120 -y 24 'LC_ALL=C.UTF-8 sh " + script + "'");
    try {
      Thread.sleep(Duration.ofSeconds(6));
      String screen = Shell.run(tmux + " capture-pane -p -e");
      Path ansi = Files.writeString(folder.resolve("top.ansi"), screen);
      String html = Shell.run("aha --black --title top < " + ansi);
      Path page =
          Files.writeString(
              folder.resolve("top.html"),
              html.replace("<pre>", "<pre style=\"font: 15px/19px monospace; margin: 12px\">"));
      browser(page.toUri().toString(), "--window-size=1110,480", file, "");
    } finally {
      Shell.run(tmux + " kill-server");
    }
  }

  private static void run(String command) {
    System.out.println(Shell.run(command).strip());
  }
}

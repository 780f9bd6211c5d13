// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.bench;

import io.keplerotel.agent.testing.Scrape;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * 200 simulated nodes push to one Collector, as the chart lets them and faster. What the Collector
 * took, refused, lost and cost is its own word. Prints rows of docs/scale.md.
 *
 * <p>Arguments: where the Collector takes OTLP by gRPC, its own metrics, and those of the
 * Prometheus behind it.
 */
final class GatewayBench {
  private static final int NODES = 200;
  private static final int PODS = 110;
  private static final int WINDOWS = 5;
  private static final List<Duration> INTERVALS =
      List.of(Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofSeconds(5));

  private static final String CPU = "otelcol_process_cpu_seconds";
  private static final String RSS = "otelcol_process_memory_rss";
  private static final String ACCEPTED = "otelcol_receiver_accepted_metric_points";
  private static final String REFUSED = "otelcol_receiver_refused_metric_points";
  private static final String SENT = "otelcol_exporter_sent_metric_points";
  private static final String LOST = "otelcol_exporter_send_failed_metric_points";

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final String endpoint;
  private final URI collector;
  private final URI backend;

  private GatewayBench(String endpoint, URI collector, URI backend) {
    this.endpoint = endpoint;
    this.collector = collector;
    this.backend = backend;
  }

  public static void main(String[] arguments) throws Exception {
    GatewayBench bench =
        new GatewayBench(arguments[0], URI.create(arguments[1]), URI.create(arguments[2]));
    System.out.println(
        "| push every | points/s in | points/s out | refused | lost | Collector, CPUs | CPU s per"
            + " million points | Collector, MiB | Prometheus, CPUs | machine busy |");
    System.out.println("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
    for (Duration interval : INTERVALS) {
      bench.measure(interval);
    }
    System.exit(0);
  }

  private void measure(Duration interval) throws Exception {
    List<SimulatedNode> nodes = new ArrayList<>();
    for (int node = 0; node < NODES; node++) {
      nodes.add(
          new SimulatedNode(
              "node-" + node,
              PODS,
              Map.of(
                  "otel.exporter.otlp.endpoint",
                  endpoint,
                  "otel.exporter.otlp.compression",
                  "gzip",
                  "otel.metric.export.interval",
                  Long.toString(interval.toMillis()))));
      Thread.sleep(interval.toMillis() / NODES);
    }
    Duration window =
        interval.compareTo(Duration.ofSeconds(10)) > 0 ? interval : Duration.ofSeconds(10);
    Thread.sleep(window);
    List<Window> windows = new ArrayList<>();
    for (int i = 0; i < WINDOWS; i++) {
      windows.add(measureOnce(window));
    }
    print(interval, windows);
    nodes.parallelStream().forEach(SimulatedNode::close);
  }

  private Window measureOnce(Duration window) throws Exception {
    Scrape before = scrape(collector);
    double backendBefore = scrape(backend).sum("process_cpu_seconds_total");
    long[] machineBefore = machineTicks();
    long startNs = System.nanoTime();
    Thread.sleep(window);
    Scrape after = scrape(collector);
    double seconds = (System.nanoTime() - startNs) / 1e9;
    double backendCpu = scrape(backend).sum("process_cpu_seconds_total") - backendBefore;
    double accepted = after.sum(ACCEPTED) - before.sum(ACCEPTED);
    double cpuSeconds = after.sum(CPU) - before.sum(CPU);
    return new Window(
        accepted / seconds,
        (after.sum(SENT) - before.sum(SENT)) / seconds,
        after.sum(REFUSED) - before.sum(REFUSED),
        after.sum(LOST) - before.sum(LOST),
        cpuSeconds / seconds,
        cpuSeconds / accepted * 1e6,
        after.sum(RSS) / (1 << 20),
        backendCpu / seconds,
        busyShare(machineBefore, machineTicks()));
  }

  /** Clock ticks of all CPUs since boot: idle ones, and all. */
  private static long[] machineTicks() throws IOException {
    String line = Files.readAllLines(Path.of("/proc/stat")).getFirst();
    long[] ticks =
        Arrays.stream(line.substring(5).split(" ", -1)).mapToLong(Long::parseLong).toArray();
    return new long[] {ticks[3] + ticks[4], Arrays.stream(ticks).limit(8).sum()};
  }

  private static double busyShare(long[] before, long[] after) {
    return 1 - (double) (after[0] - before[0]) / (after[1] - before[1]);
  }

  private static void print(Duration interval, List<Window> windows) {
    System.out.printf(
        "| %d s | %,.0f | %,.0f | %,.0f | %,.0f | %.2f | %.2f | %.0f | %.2f | %.0f %% |%n",
        interval.toSeconds(),
        median(windows, Window::pointsIn),
        median(windows, Window::pointsOut),
        windows.stream().mapToDouble(Window::refused).sum(),
        windows.stream().mapToDouble(Window::lost).sum(),
        median(windows, Window::cpus),
        median(windows, Window::cpuSecondsPerMillion),
        windows.stream().mapToDouble(Window::rssMib).max().orElseThrow(),
        median(windows, Window::backendCpus),
        100 * median(windows, Window::busyShare));
  }

  private static double median(List<Window> windows, ToDoubleFunction<Window> figure) {
    double[] sorted = windows.stream().mapToDouble(figure).toArray();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static Scrape scrape(URI uri) throws IOException, InterruptedException {
    return Scrape.parse(
        CLIENT
            .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
            .body());
  }

  private record Window(
      double pointsIn,
      double pointsOut,
      double refused,
      double lost,
      double cpus,
      double cpuSecondsPerMillion,
      double rssMib,
      double backendCpus,
      double busyShare) {}
}

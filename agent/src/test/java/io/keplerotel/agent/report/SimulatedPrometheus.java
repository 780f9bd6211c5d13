// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.report;

import io.keplerotel.agent.report.MetricServer.Span;
import io.keplerotel.agent.report.Prometheus.Access;
import io.keplerotel.agent.testing.PrometheusServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A real Prometheus whose blocks are written afterwards, by promtool.
 *
 * @param folder holds its data
 */
record SimulatedPrometheus(Path folder) {
  static final Path PROMTOOL = Path.of("/usr/bin/promtool");
  private static final Duration BLOCK = Duration.ofHours(2);

  /** Hours that are asked for at once. */
  private static final int PIECE = 24;

  /**
   * Runs a fleet on for so many pieces and writes what was scraped. A file that is longer than the
   * blocks of Prometheus is read once for each of them.
   *
   * @return whether more is to come
   */
  boolean scrape(SimulatedFleet fleet, int pieces) throws IOException, InterruptedException {
    boolean more = true;
    for (int i = 0; i < pieces && more; i++) {
      Path page = folder.resolve("page.txt");
      more = fleet.write(page, BLOCK.toSeconds());
      write(page);
    }
    return more;
  }

  /**
   * Writes what the rules would have recorded at the end of these hours: promtool can do so for
   * past times too, but takes long.
   *
   * @param count of hours, from the first on
   */
  void record(Period period, int first, int count)
      throws IOException, InterruptedException, ReportException {
    try (PrometheusServer server = start()) {
      Prometheus prometheus = ask(server);
      for (int hour = first; hour < first + count; hour += PIECE) {
        int last = Math.min(hour + PIECE, first + count) - 1;
        Span span = new Span(period.endOf(hour), period.endOf(last), Duration.ofHours(1));
        SortedMap<Long, StringBuilder> blocks = new TreeMap<>();
        prometheus.ask(EnergyQuery.owners(), span, line("owner:kepler_kwh:increase1h", blocks));
        prometheus.ask(EnergyQuery.nodes(), span, line("node:kepler_kwh:increase1h", blocks));
        for (StringBuilder block : blocks.values()) {
          Path page = folder.resolve("page.txt");
          Files.writeString(page, block.append("# EOF\n"));
          write(page);
        }
      }
    }
  }

  /** Adds lines to the text of the block that they will be in. */
  private static MetricServer.Sink line(String name, SortedMap<Long, StringBuilder> blocks) {
    return (labels, time, value) ->
        blocks
            .computeIfAbsent(
                time.getEpochSecond() / BLOCK.toSeconds(), block -> new StringBuilder())
            .append(
                labels.entrySet().stream()
                    .map(label -> label.getKey() + "=\"" + label.getValue() + "\"")
                    .collect(Collectors.joining(",", name + "{", "} ")))
            .append(value)
            .append(' ')
            .append(time.getEpochSecond())
            .append('\n');
  }

  /** As a report asks it. */
  static Prometheus ask(PrometheusServer server) throws ReportException {
    return Prometheus.at(
        new Access(server.url(), Optional.empty(), Optional.empty(), Map.of()),
        Patience.telling(System.err::println));
  }

  /** Starts it; old blocks are kept. */
  PrometheusServer start() throws InterruptedException {
    PrometheusServer server =
        PrometheusServer.scraping(1, folder, "--storage.tsdb.retention.time=100y");
    server.await("vector(1)");
    return server;
  }

  private void write(Path page) throws IOException, InterruptedException {
    Path log = folder.resolve("promtool.log");
    Process process =
        new ProcessBuilder(
                PROMTOOL.toString(),
                "tsdb",
                "create-blocks-from",
                "openmetrics",
                page.toString(),
                folder.resolve("data").toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("promtool: " + Files.readString(log));
    }
    Files.delete(page);
  }
}

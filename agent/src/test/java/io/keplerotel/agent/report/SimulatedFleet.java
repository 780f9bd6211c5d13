// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.report;

import io.keplerotel.agent.report.SimulatedNode.Owner;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Nodes whose true energy is known, and what a Prometheus has scraped of their agents. */
final class SimulatedFleet {
  private static final int NAMESPACES = 40;
  private static final int OWNERS = 5;
  private static final long HOUR = 3_600;

  private final Range all;
  private final Range period;
  private final long scrape;
  private final List<SimulatedNode> nodes = new ArrayList<>();
  private final Map<List<String>, Double> truth = new HashMap<>();
  private final double[] hourly;
  private long written;
  private long scrapes;

  /** Seconds since 1970. */
  record Range(long from, long to) {
    boolean has(long time) {
      return time >= from && time < to;
    }
  }

  /**
   * Nothing has run yet.
   *
   * @param period whose energy is added up; it runs 6 hours before and 2 after too
   * @param scrape interval, s
   */
  SimulatedFleet(int count, Range period, long scrape) {
    this.period = period;
    this.scrape = scrape;
    this.all = new Range(period.from - 6 * HOUR, period.to + 2 * HOUR);
    this.hourly = new double[(int) ((period.to - period.from) / HOUR)];
    this.written = all.from;
    Random random = new Random(7);
    for (int i = 0; i < count; i++) {
      nodes.add(new SimulatedNode(this, i, new Random(random.nextLong())));
    }
  }

  long from() {
    return all.from;
  }

  long to() {
    return all.to;
  }

  long scrape() {
    return scrape;
  }

  List<Owner> someOwners(Random random, int count) {
    List<Owner> some = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int namespace = random.nextInt(NAMESPACES);
      int owner = random.nextInt(OWNERS);
      String kind = owner % 2 == 0 ? "Deployment" : "StatefulSet";
      some.add(new Owner("ns-" + namespace, kind, "app-" + owner));
    }
    return some;
  }

  List<Owner> someCronJobs(Random random) {
    return List.of(new Owner("ns-" + random.nextInt(NAMESPACES), "CronJob", "hourly"));
  }

  /** A node tells what was really used, within an hour. */
  void used(String node, Owner owner, long time, double joules) {
    if (!period.has(time)) {
      return;
    }
    hourly[(int) ((time - period.from) / HOUR)] += joules;
    String namespace = owner.namespace().isEmpty() ? "(unattributed)" : owner.namespace();
    truth.merge(List.of("", namespace), joules, Double::sum);
    truth.merge(List.of("", node), joules, Double::sum);
    truth.merge(List.of("", owner.namespace(), owner.kind(), owner.name()), joules, Double::sum);
  }

  /**
   * Writes OpenMetrics of the next time.
   *
   * @return whether more is to come
   */
  boolean write(Path file, long seconds) throws IOException {
    long end = Math.min(all.to, written + seconds);
    try (Writer out = Files.newBufferedWriter(file)) {
      StringBuilder page = new StringBuilder();
      for (SimulatedNode node : nodes) {
        for (long time = written + node.offset; time < end; time += scrape) {
          node.advance(time);
          if (node.isUp(time)) {
            node.show(page, time);
            scrapes++;
          }
          if (page.length() > 1 << 16) {
            out.append(page);
            page.setLength(0);
          }
        }
      }
      out.append(page).append("# EOF\n");
    }
    written = end;
    nodes.forEach(node -> node.advance(end));
    return written < all.to;
  }

  /** Runs on without anybody who scrapes. */
  void skip(long seconds) {
    written = Math.min(all.to, written + seconds);
    nodes.forEach(node -> node.advance(written));
  }

  /** What was really used, by the key of a report's row. */
  double kwh(List<String> key) {
    return truth.getOrDefault(key, 0.0) / 3.6e6;
  }

  /** Joules that were really used in each hour of the period. */
  double[] hourly() {
    return hourly;
  }

  /** How often an agent was scraped. */
  long scrapes() {
    return scrapes;
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.report;

import io.keplerotel.agent.report.MetricServer.Span;
import io.keplerotel.agent.report.Report.Fleet;
import io.keplerotel.agent.report.Report.Question;
import io.keplerotel.semconv.AgentMetrics;
import io.keplerotel.semconv.KeplerMetrics;
import io.keplerotel.semconv.OtlpAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes a report: asks for the energy of each hour and adds it up. Waits for its server. */
public final class Reporter {
  private static final Duration HOUR = Duration.ofHours(1);

  /** Hours of recorded series in one answer, which memory has to hold. */
  private static final int RECORDED_PIECE = 72;

  /** Of counters: a server reads some hundred times as many samples for each hour. */
  private static final int COUNTERS_PIECE = 6;

  private static final String EACH_AGENT =
      "count(group by (cluster, instance, host_name) (last_over_time(%s[1h])%s))";
  private static final String AGENTS =
      EACH_AGENT.formatted(AgentMetrics.AGENT_TICKS.prometheusName(), "");
  private static final String ESTIMATING =
      EACH_AGENT.formatted(
          AgentMetrics.AGENT_ZONES.prometheusName() + "{provenance=\"estimated\"}",
          " > 0 or last_over_time(%s{%s=\"estimated\"}[1h]) > 0"
              .formatted(
                  AgentMetrics.AGENT_ZONES.prometheusName(),
                  EnergyQuery.label(OtlpAttributes.PROVENANCE)));

  private final MetricServer server;
  private final Period period;
  private final Plan plan;

  /** Asks nothing yet. */
  public Reporter(MetricServer server, Period period, Plan plan) {
    this.server = server;
    this.period = period;
    this.plan = plan;
  }

  /** What is asked. */
  public enum From {
    /** What rules have recorded; the counters where they have not. */
    RULES,
    /** The counters themselves. */
    COUNTERS
  }

  /**
   * What it is to be.
   *
   * @param teams asked where rows are teams
   */
  public record Plan(Grouping by, Rates rates, Teams teams, From from) {}

  private record Point(Map<String, String> labels, Instant time, double kwh) {}

  /**
   * Makes it.
   *
   * @throws ReportException if the server does not answer or has nothing of that time
   */
  public Report make() throws ReportException {
    Sums sums = new Sums(period, plan.rates());
    if (plan.from() == From.RULES) {
      add(sums, EnergyQuery.recorded(plan.by()), RECORDED_PIECE);
    }
    boolean recorded = !sums.isEmpty();
    for (String query : EnergyQuery.counters(plan.by())) {
      if (sums.isEmpty()) {
        add(sums, query, COUNTERS_PIECE);
      }
    }
    Fleet fleet = new Fleet(number(AGENTS, period.until()), number(ESTIMATING, period.until()));
    if (sums.isEmpty()) {
      throw nothing(fleet);
    }
    List<String> notes = new ArrayList<>();
    if (!recorded && plan.from() == From.RULES) {
      notes.add(
          "asked of the counters themselves, since there is no %s; the recording rules make it faster"
              .formatted(EnergyQuery.record(plan.by())));
    }
    notes.addAll(Notes.of(period, plan.rates(), sums.hours()));
    Question question = new Question(plan.by(), period, server.name(), plan.rates());
    return new Report(question, sums.rows(), sums.total(), fleet, notes);
  }

  private void add(Sums sums, String query, int piece) throws ReportException {
    for (int first = 0; first < period.hours(); first += piece) {
      add(sums, query, first, Math.min(piece, period.hours() - first));
    }
  }

  /** What is too much for the server is asked in halves. */
  private void add(Sums sums, String query, int first, int count) throws ReportException {
    List<Point> points = new ArrayList<>();
    Span span = new Span(period.endOf(first), period.endOf(first + count - 1), HOUR);
    try {
      server.ask(query, span, (labels, time, kwh) -> points.add(new Point(labels, time, kwh)));
    } catch (ReportException e) {
      if (!e.isTooMuch() || count == 1) {
        throw e;
      }
      add(sums, query, first, count / 2);
      add(sums, query, first + count / 2, count - count / 2);
      return;
    }
    for (Point point : points) {
      add(sums, point);
    }
  }

  private void add(Sums sums, Point point) throws ReportException {
    int hour = period.endingAt(point.time);
    if (hour < 0 || hour >= period.hours() || !(point.kwh >= 0)) {
      return;
    }
    String cluster = point.labels.getOrDefault("cluster", "");
    String namespace = point.labels.getOrDefault("namespace", "");
    String team =
        namespace.isEmpty()
            ? Grouping.nowhere(point.labels)
            : plan.teams().of(cluster, namespace, point.time);
    sums.add(plan.by().key(point.labels, team), cluster, hour, point.kwh);
  }

  private int number(String query, Instant at) throws ReportException {
    double[] most = new double[1];
    server.ask(query, Span.at(at), (labels, time, value) -> most[0] = Math.max(most[0], value));
    return (int) most[0];
  }

  private ReportException nothing(Fleet fleet) throws ReportException {
    String why = whyNothing(fleet.agents(), number(AGENTS, period.until().plus(HOUR)));
    return new ReportException(
        "%s has neither %s nor %s in %s, %s"
            .formatted(
                server.name(),
                EnergyQuery.record(plan.by()),
                KeplerMetrics.OWNER.prometheusName(),
                period.name(),
                why));
  }

  private static String whyNothing(int agents, int agentsLater) {
    if (agents > 0) {
      return "its %d agents show no owners: their metrics.levels must have owner, as it has where nothing is set"
          .formatted(agents);
    }
    return agentsLater > 0
        ? "for its %d agents came later: only full hours are reported, so ask again once the first one is over"
            .formatted(agentsLater)
        : "and no agent at its end: is this the Prometheus that scrapes them, and does it keep that long?";
  }
}

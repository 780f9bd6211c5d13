// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.report;

import io.keplerotel.agent.report.MetricServer.Span;
import io.keplerotel.agent.report.Report.Question;
import io.keplerotel.semconv.AgentMetrics;
import io.keplerotel.semconv.KeplerMetrics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a report: asks for the energy of each hour and adds it up. Waits for its server. */
public final class Reporter {
  private static final Duration HOUR = Duration.ofHours(1);

  /** Hours of recorded series in one answer, which memory has to hold. */
  private static final int RECORDED_PIECE = 72;

  /** Of counters: a server reads some hundred times as many samples for each hour. */
  private static final int COUNTERS_PIECE = 6;

  private static final String AGENTS =
      "count(group by (cluster, instance, host_name) (last_over_time(%s[1h])))"
          .formatted(AgentMetrics.AGENT_TICKS.prometheusName());

  private final MetricServer server;
  private final Period period;
  private final Plan plan;
  private final HourlyAnswers answers;

  /** Asks nothing yet. */
  public Reporter(MetricServer server, Period period, Plan plan) {
    this.server = server;
    this.period = period;
    this.plan = plan;
    this.answers = new HourlyAnswers(server, period);
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

  /**
   * Makes it.
   *
   * @throws ReportException if the server does not answer or has nothing of that time
   */
  public Report make() throws ReportException {
    Nodes nodes = new Nodes();
    for (String query : EnergyQuery.provenances()) {
      answers.ask(
          query,
          answers.all(),
          RECORDED_PIECE,
          (labels, hour, value) -> nodes.addZones(labels, hour));
    }
    Sums sums = new Sums(period, plan.rates());
    boolean isOfNodes = plan.by().level().equals("node");
    Counted counted =
        ask(
            plan.by(),
            nodes.seen(),
            (labels, hour, kwh) -> {
              add(sums, labels, hour, kwh);
              if (isOfNodes) {
                nodes.addEnergy(labels, hour, kwh);
              }
            });
    if (sums.isEmpty()) {
      throw nothing();
    }
    if (!isOfNodes) {
      ask(Grouping.NODE, nodes.seen(), nodes::addEnergy);
    }
    plan.rates().refuseNumbers(sums.clusters());
    List<String> notes = new ArrayList<>();
    counted.note(plan.by(), period).ifPresent(notes::add);
    notes.addAll(Notes.of(period, plan.rates(), sums.hours()));
    nodes.gaps().ifPresent(notes::add);
    nodes.unknown().ifPresent(notes::add);
    notes.addAll(plan.rates().unusedClusters(sums.clusters()));
    Question question = new Question(plan.by(), period, server.name(), plan.rates());
    return new Report(question, sums.rows(), sums.total(), nodes.fleet(), notes);
  }

  /** Which hours are from counters, because nothing was recorded of them. */
  private record Counted(BitSet hours, From asked) {
    Optional<String> note(Grouping by, Period period) {
      return asked == From.COUNTERS || hours.isEmpty()
          ? Optional.empty()
          : Optional.of(
              "%d of %d hours were asked of the counters themselves, since there is no %s of them; the recording rules make it faster, and --from-counters asks these for all hours"
                  .formatted(hours.cardinality(), period.hours(), EnergyQuery.record(by)));
    }
  }

  /**
   * What is recorded; and of hours of which nothing is, what counters say: of all, where nothing is
   * recorded at all, else only where agents were seen, as each hour of counters costs much.
   */
  private Counted ask(Grouping by, BitSet seen, HourlyAnswers.Sink sink) throws ReportException {
    BitSet recorded = new BitSet();
    if (plan.from() == From.RULES) {
      answers.ask(
          EnergyQuery.recorded(by), answers.all(), RECORDED_PIECE, positive(recorded, sink));
    }
    BitSet missing = recorded.isEmpty() ? answers.all() : seen;
    missing.andNot(recorded);
    BitSet counted = new BitSet();
    for (String query : EnergyQuery.counters(by)) {
      if (counted.isEmpty()) {
        answers.ask(query, missing, COUNTERS_PIECE, positive(counted, sink));
      }
    }
    return new Counted(counted, plan.from());
  }

  private static HourlyAnswers.Sink positive(BitSet hours, HourlyAnswers.Sink sink) {
    return (labels, hour, kwh) -> {
      if (kwh >= 0) {
        hours.set(hour);
        sink.take(labels, hour, kwh);
      }
    };
  }

  private void add(Sums sums, Map<String, String> labels, int hour, double kwh)
      throws ReportException {
    String cluster = labels.getOrDefault("cluster", "");
    String namespace = labels.getOrDefault("namespace", "");
    String team =
        namespace.isEmpty()
            ? Grouping.nowhere(labels)
            : plan.teams().of(cluster, namespace, period.endOf(hour));
    sums.add(plan.by().key(labels, team), cluster, hour, kwh);
  }

  private int number(String query, Instant at) throws ReportException {
    double[] most = new double[1];
    server.ask(query, Span.at(at), (labels, time, value) -> most[0] = Math.max(most[0], value));
    return (int) most[0];
  }

  private ReportException nothing() throws ReportException {
    return new ReportException(
        "%s has no %s of %s, and %s gives none: %s"
            .formatted(
                server.name(),
                EnergyQuery.record(plan.by()),
                period.title(),
                KeplerMetrics.OWNER.prometheusName(),
                whyNothing()));
  }

  private String whyNothing() throws ReportException {
    int agents = number(AGENTS, period.until());
    int before = number(AGENTS, period.until().minus(HOUR));
    if (agents > 0 && before > 0) {
      return "its %s no owners: metrics.levels must have owner, as it has where nothing is set"
          .formatted(agents == 1 ? "agent shows" : agents + " agents show");
    }
    int later = Math.max(agents, number(AGENTS, period.until().plus(HOUR)));
    return later > 0
        ? "its %s later; only full hours are reported, so ask again once the first one is over"
            .formatted(later == 1 ? "agent came" : later + " agents came")
        : "it has no agent of that time; is this the Prometheus that scrapes them, and does it keep that long?";
  }
}

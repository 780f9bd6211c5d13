// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import static io.keplerotel.agent.cli.ReportFlags.CSV;
import static io.keplerotel.agent.cli.ReportFlags.JSON;
import static io.keplerotel.agent.cli.ReportFlags.MARKDOWN;

import io.keplerotel.agent.model.PlainText;
import io.keplerotel.agent.report.Grouping;
import io.keplerotel.agent.report.Patience;
import io.keplerotel.agent.report.Period;
import io.keplerotel.agent.report.Prometheus;
import io.keplerotel.agent.report.Report;
import io.keplerotel.agent.report.ReportCsv;
import io.keplerotel.agent.report.ReportException;
import io.keplerotel.agent.report.ReportJson;
import io.keplerotel.agent.report.ReportText;
import io.keplerotel.agent.report.Reporter;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** {@code kepler-agent report}. */
final class ReportCommand implements Subcommand {
  private final InstantSource clock;

  ReportCommand() {
    this(Clock.systemUTC());
  }

  /** For tests, which have months of their own. */
  ReportCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public String name() {
    return "report";
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name(name());
    spec.usageMessage()
        .description(
            "Energy, cost and CO2e of a month, by namespace, owner, team, node or cluster, from a Prometheus.",
            "Reads what the recording rules have kept (observability/prometheus/rules).");
    return ReportFlags.addTo(spec);
  }

  @Override
  public int run(CommandLineFlags given) throws ReportException {
    try {
      report(given);
      return 0;
    } catch (ReportException e) {
      if (!e.isOfInput()) {
        throw e;
      }
      System.err.println("kepler-agent report: " + PlainText.of(String.valueOf(e.getMessage())));
      return CommandTree.WRONG_USAGE;
    }
  }

  private void report(CommandLineFlags given) throws ReportException {
    ReportFlags flags = new ReportFlags(given);
    List<String> forms =
        Stream.of(CSV, JSON, MARKDOWN).filter(form -> given.value(form).isPresent()).toList();
    if (forms.size() > 1) {
      throw given.wrong("one of --csv, --markdown and --json");
    }
    Prometheus.Access access = flags.access();
    Period period = flags.period(clock.instant());
    Grouping by = flags.by();
    Prometheus server =
        Prometheus.at(
            access, Patience.telling(text -> System.err.println("kepler-agent report: " + text)));
    Reporter.Plan plan =
        new Reporter.Plan(
            by, flags.rates(server, period), flags.teams(server, period), flags.from());
    Report report = new Reporter(server, period, plan).make();
    Optional<String> form = forms.stream().findFirst();
    System.out.print(text(report, form));
    if (form.isPresent() && !form.get().equals(MARKDOWN)) {
      // What reads these does not read the notes.
      ReportText.warnings(report).forEach(System.err::println);
    }
  }

  private static String text(Report report, Optional<String> form) {
    return switch (form.orElse("")) {
      case CSV -> ReportCsv.of(report);
      case JSON -> ReportJson.of(report);
      case MARKDOWN -> String.join("\n", ReportText.markdown(report)) + "\n";
      default -> String.join("\n", ReportText.table(report)) + "\n";
    };
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import io.keplerotel.agent.report.Grouping;
import io.keplerotel.agent.report.MetricServer;
import io.keplerotel.agent.report.Period;
import io.keplerotel.agent.report.Prometheus.Access;
import io.keplerotel.agent.report.Rates;
import io.keplerotel.agent.report.ReportException;
import io.keplerotel.agent.report.Reporter.From;
import io.keplerotel.agent.report.Teams;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What {@code kepler-agent report} can be asked for. */
final class ReportFlags {
  static final String JSON = "--json";
  static final String CSV = "--csv";
  static final String MARKDOWN = "--markdown";
  private static final String PROMETHEUS = "--prometheus";
  private static final String CREDENTIALS = "--credentials-file";
  private static final String CA = "--ca-file";
  private static final String HEADER = "--header";
  private static final String BY = "--by";
  private static final String MONTH = "--month";
  private static final String FROM = "--from";
  private static final String TO = "--to";
  private static final String LAST = "--last";
  private static final String ZONE = "--zone";
  private static final String TEAMS = "--teams";
  private static final String TEAM_LABEL = "--team-label";
  private static final String COUNTERS = "--from-counters";

  private final CommandLineFlags flags;

  ReportFlags(CommandLineFlags flags) {
    this.flags = flags;
  }

  /** All of them. */
  static CommandSpec addTo(CommandSpec spec) {
    text(
        spec,
        PROMETHEUS,
        "URL",
        "The Prometheus that scrapes the agents, or what answers like one.");
    text(spec, MONTH, "YYYY-MM", "The month. Default: the last one that is over.");
    text(spec, FROM, "TIME", "In the place of a month: from this day or time,");
    text(spec, TO, "TIME", "to this one, not included.");
    text(spec, LAST, "TIME", "In the place of a month: the last hours, days or weeks, such as 7d.");
    text(spec, ZONE, "ZONE", "Time zone of months, days and times without offset. Default: UTC.");
    option(
        spec, BY, Grouping.class, "WHAT", "One of ${COMPLETION-CANDIDATES}. Default: namespace.");
    option(
        spec,
        TEAMS,
        Path.class,
        "FILE",
        "Whose a namespace is, for --by team: lines NAMESPACE,TEAM.");
    text(
        spec,
        TEAM_LABEL,
        "LABEL",
        "The same by a label of the namespaces, as kube-state-metrics shows it.");
    RateFlags.addTo(spec);
    flag(spec, CSV, "Print CSV, a row for each.");
    flag(spec, MARKDOWN, "Print a table in Markdown.");
    flag(spec, JSON, "Print JSON.");
    option(
        spec,
        CREDENTIALS,
        Path.class,
        "FILE",
        "What the server wants to see: lines user: and password:, or token:.");
    option(spec, CA, Path.class, "FILE", "Who has signed the server's certificate, PEM.");
    spec.addOption(
        OptionSpec.builder(HEADER)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .paramLabel("NAME: VALUE")
            .description("One more header of each request, such as a tenant's X-Scope-OrgID.")
            .build());
    flag(spec, COUNTERS, "Ask the counters themselves, not what the rules have recorded.");
    return spec;
  }

  private static void flag(CommandSpec spec, String name, String description) {
    spec.addOption(OptionSpec.builder(name).type(boolean.class).description(description).build());
  }

  private static void text(CommandSpec spec, String name, String label, String description) {
    option(spec, name, String.class, label, description);
  }

  private static void option(
      CommandSpec spec, String name, Class<?> type, String label, String description) {
    spec.addOption(
        OptionSpec.builder(name).type(type).paramLabel(label).description(description).build());
  }

  Access access() {
    String given =
        flags
            .<String>value(PROMETHEUS)
            .orElseThrow(() -> flags.wrong("whom to ask: --prometheus http://prometheus:9090"));
    String text = given.contains("://") ? given : "http://" + given;
    Optional<URI> base = Optional.empty();
    try {
      URI uri = new URI(text);
      boolean isWeb = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      boolean isBare = uri.getUserInfo() == null && uri.getQuery() == null;
      base = Optional.of(uri).filter(each -> isWeb && isBare && each.getHost() != null);
    } catch (URISyntaxException ignored) {
      // No address, which is said below.
    }
    return new Access(
        base.orElseThrow(
            () ->
                flags.wrong(
                    PROMETHEUS
                        + ": an address such as http://prometheus:9090, without user and query")),
        flags.value(CREDENTIALS),
        flags.value(CA),
        headers());
  }

  private Map<String, String> headers() {
    Map<String, String> headers = new HashMap<>();
    for (String header : flags.<List<String>>value(HEADER).orElse(List.of())) {
      int colon = header.indexOf(':');
      if (colon < 1 || !header.substring(0, colon).matches("[A-Za-z0-9-]+")) {
        throw flags.wrong(HEADER + ": must be NAME: VALUE, such as X-Scope-OrgID: team-1");
      }
      headers.put(header.substring(0, colon), header.substring(colon + 1).strip());
    }
    return headers;
  }

  Period period(Instant now) {
    Optional<String> month = flags.value(MONTH);
    Optional<String> from = flags.value(FROM);
    Optional<String> to = flags.value(TO);
    Optional<String> last = flags.value(LAST);
    if (from.isPresent() != to.isPresent()) {
      throw flags.wrong("--from and --to go together");
    }
    if (Stream.of(month, from, last).filter(Optional::isPresent).count() > 1) {
      throw flags.wrong("one of --month, --from with --to, and --last");
    }
    String asked = last.isPresent() ? LAST : from.isPresent() ? FROM + " and " + TO : MONTH;
    try {
      if (last.isPresent()) {
        return Period.last(last.get(), zone(), now);
      }
      if (from.isPresent()) {
        return Period.between(from.get(), to.orElseThrow(), zone(), now);
      }
      String before = YearMonth.from(now.atZone(zone())).minusMonths(1).toString();
      return Period.ofMonth(month.orElse(before), zone(), now);
    } catch (IllegalArgumentException e) {
      throw flags.wrong(asked + ": " + e.getMessage());
    }
  }

  private ZoneId zone() {
    try {
      return ZoneId.of(flags.<String>value(ZONE).orElse("UTC"));
    } catch (DateTimeException e) {
      throw flags.wrong(ZONE + ": a time zone such as UTC or Europe/Berlin");
    }
  }

  Grouping by() {
    boolean hasTeams = flags.value(TEAMS).isPresent() || flags.value(TEAM_LABEL).isPresent();
    Grouping by = flags.<Grouping>value(BY).orElse(hasTeams ? Grouping.TEAM : Grouping.NAMESPACE);
    if ((by == Grouping.TEAM) != hasTeams) {
      throw flags.wrong(
          hasTeams
              ? TEAMS + " is for --by team"
              : "--by team wants --teams FILE or --team-label LABEL");
    }
    return by;
  }

  Teams teams(MetricServer server, Period period) throws ReportException {
    Optional<Path> file = flags.value(TEAMS);
    Optional<String> label = flags.value(TEAM_LABEL);
    if (file.isPresent() && label.isPresent()) {
      throw flags.wrong("--teams or --team-label, not both");
    }
    return file.isPresent()
        ? Teams.ofFile(file.get())
        : label.isPresent()
            ? Teams.ofLabel(server, label.get(), period)
            : (cluster, namespace, time) -> Teams.NONE;
  }

  Rates rates(MetricServer server, Period period) throws ReportException {
    return new RateFlags(flags, server, period).rates();
  }

  From from() {
    return flags.value(COUNTERS).isPresent() ? From.COUNTERS : From.RULES;
  }
}

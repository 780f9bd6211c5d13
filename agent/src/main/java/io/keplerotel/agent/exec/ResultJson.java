// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.exec;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keplerotel.agent.exec.Comparison.Change;
import io.keplerotel.agent.exec.Result.EstimateNote;
import io.keplerotel.agent.model.Tariff;
import io.keplerotel.agent.model.Zone;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

/** A result for programs: one JSON object. Joules are exact to the microjoule. */
public final class ResultJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Outcome outcome;
  private final Result result;

  private ResultJson(Outcome outcome) {
    this.outcome = outcome;
    this.result = outcome.result();
  }

  /** Its text, with a line's end. */
  public static String of(Outcome outcome) {
    return new ResultJson(outcome).whole().toPrettyString() + "\n";
  }

  private ObjectNode whole() {
    ObjectNode node = NODES.objectNode();
    ArrayNode command = node.putArray("command");
    result.command().forEach(command::add);
    node.put("exit_status", result.status());
    node.put("estimated", result.isEstimated());
    result.estimate().ifPresent(from -> estimate(node.putObject("estimate"), from));
    node.put("method", result.method().name().toLowerCase(Locale.ROOT));
    Tariff tariff = result.tariff();
    tariff
        .pricePerKwh()
        .ifPresent(
            price ->
                node.put("price_per_kwh", Decimals.of(price)).put("currency", tariff.currency()));
    tariff.gramsPerKwh().ifPresent(grams -> node.put("grams_co2e_per_kwh", Decimals.of(grams)));
    ArrayNode runs = node.putArray("runs");
    result.runs().forEach(run -> runs.add(run(run)));
    node.put("runs_counted", result.counted().size());
    node.set("spread", spread());
    outcome.comparison().ifPresent(comparison -> node.set("against", against(comparison)));
    ArrayNode exceeded = node.putArray("over_limit");
    outcome.exceeded().forEach(exceeded::add);
    ArrayNode notes = node.putArray("notes");
    result.notes().forEach(notes::add);
    return node;
  }

  private void estimate(ObjectNode node, EstimateNote from) {
    node.put("model", from.model())
        .put("evidence", from.evidence())
        .put("reason", from.reason())
        .put("machine_watts_low", Decimals.of(from.watts().low()))
        .put("machine_watts_high", Decimals.of(from.watts().high()));
    putLikely(node, result.joules());
  }

  private static void putLikely(ObjectNode node, Optional<Likely> joules) {
    joules.ifPresent(
        likely ->
            node.put("joules_low", Decimals.of(likely.low()))
                .put("joules_high", Decimals.of(likely.high())));
  }

  private static ObjectNode against(Comparison comparison) {
    ObjectNode node = NODES.objectNode();
    node.put("file", comparison.earlier().file().toString());
    node.put("runs_counted", comparison.earlier().runs().size());
    node.put("estimated", comparison.earlier().estimated());
    node.put("limit_is_for", comparison.deciding().key);
    for (Change change : comparison.changes()) {
      ObjectNode figure = node.putObject(change.figure().key);
      figure.put("before", Decimals.of(change.before()));
      figure.put("now", Decimals.of(change.now()));
      change.percent().ifPresent(percent -> figure.put("change_percent", Decimals.of(percent)));
      figure.put("verdict", change.verdict().key);
    }
    ArrayNode warnings = node.putArray("warnings");
    comparison.warnings().forEach(warnings::add);
    return node;
  }

  private ObjectNode run(Run run) {
    ObjectNode node = NODES.objectNode();
    node.put("exit_status", run.status());
    node.put("started_at", run.startedAt().toString());
    node.put("seconds", BigDecimal.valueOf(run.wallNs(), 9));
    node.put("cpu_seconds", Decimals.ofMicro(run.cpuUs()));
    node.put("joules", Decimals.ofMicro(run.energyUj()));
    putLikely(node, result.joules(run));
    node.put("kwh", Decimals.of(Tariff.kwh(run.energyUj())));
    node.put("mean_watts", Decimals.of(run.meanWatts()));
    node.put("peak_watts", Decimals.ofMicro(run.peakUw()));
    result.tariff().cost(run.energyUj()).ifPresent(cost -> node.put("cost", Decimals.of(cost)));
    result
        .tariff()
        .grams(run.energyUj())
        .ifPresent(grams -> node.put("grams_co2e", Decimals.of(grams)));
    node.put("others_joules", Decimals.ofMicro(run.othersUj()));
    node.put("idle_joules", Decimals.ofMicro(run.idleUj()));
    node.put("processes_left", run.stillRunning());
    ArrayNode zones = node.putArray("zones");
    run.zones().forEach(use -> zones.add(zone(use)));
    return node;
  }

  private static ObjectNode zone(ZoneUse use) {
    Zone zone = use.zone();
    ObjectNode node = NODES.objectNode();
    node.put("zone", zone.id());
    node.put("component", zone.component().name().toLowerCase(Locale.ROOT));
    node.put("source", zone.source());
    node.put("provenance", zone.provenance().name().toLowerCase(Locale.ROOT));
    node.put("in_sum", zone.component().inTotal());
    node.put("joules", Decimals.ofMicro(use.commandUj()));
    node.put("others_joules", Decimals.ofMicro(use.othersUj()));
    node.put("idle_joules", Decimals.ofMicro(use.idleUj()));
    return node;
  }

  private ObjectNode spread() {
    ObjectNode node = NODES.objectNode();
    for (Figure figure : Figure.values()) {
      Spread spread = result.spread(figure);
      node.putObject(figure.key)
          .put("median", Decimals.of(spread.median()))
          .put("min", Decimals.of(spread.least()))
          .put("max", Decimals.of(spread.most()))
          .put("stddev", Decimals.of(spread.deviation()));
    }
    return node;
  }
}

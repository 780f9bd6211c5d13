// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.exec;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keplerotel.agent.model.Tariff;
import io.keplerotel.agent.model.Zone;
import java.math.BigDecimal;
import java.util.Locale;

/** A result for programs: one JSON object. Joules are exact to the microjoule. */
public final class ResultJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Result result;

  private ResultJson(Result result) {
    this.result = result;
  }

  /** Its text, with a line's end. */
  public static String of(Result result) {
    return new ResultJson(result).whole().toPrettyString() + "\n";
  }

  private ObjectNode whole() {
    ObjectNode node = NODES.objectNode();
    ArrayNode command = node.putArray("command");
    result.command().forEach(command::add);
    node.put("exit_status", result.status());
    node.put("estimated", result.isEstimated());
    result
        .estimate()
        .ifPresent(
            from ->
                node.putObject("estimate")
                    .put("model", from.model())
                    .put("evidence", from.evidence())
                    .put("reason", from.reason())
                    .put("machine_watts_low", Decimals.of(from.lowWatts()))
                    .put("machine_watts_high", Decimals.of(from.highWatts())));
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
    if (result.runs().size() > 1) {
      node.set("spread", spread());
    }
    ArrayNode notes = node.putArray("notes");
    result.notes().forEach(notes::add);
    return node;
  }

  private ObjectNode run(Run run) {
    ObjectNode node = NODES.objectNode();
    node.put("exit_status", run.status());
    node.put("started_at", run.startedAt().toString());
    node.put("seconds", BigDecimal.valueOf(run.wallNs(), 9));
    node.put("cpu_seconds", Decimals.ofMicro(run.cpuUs()));
    node.put("joules", Decimals.ofMicro(run.energyUj()));
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
      Spread spread = figure.spread(result.runs());
      node.putObject(figure.key)
          .put("median", Decimals.of(spread.median()))
          .put("min", Decimals.of(spread.least()))
          .put("max", Decimals.of(spread.most()))
          .put("stddev", Decimals.of(spread.deviation()));
    }
    return node;
  }
}

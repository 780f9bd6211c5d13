// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.keplerotel.agent.status.AgentState;
import io.keplerotel.semconv.Metric;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * One of the agent's own metrics.
 *
 * @param reader gives its points: energy in µJ, time in ns, else a number
 */
record AgentRow(Metric metric, Reader reader) {
  /** Finds the points in the state. */
  interface Reader {
    void read(AgentState state, Points points);
  }

  /** Takes the points. */
  interface Points {
    void add(long value, Attributes labels);
  }

  /** A single point. */
  static AgentRow one(Metric metric, ToLongFunction<AgentState> value) {
    return new AgentRow(
        metric, (state, points) -> points.add(value.applyAsLong(state), Attributes.empty()));
  }

  /** A single point, where its value is known. */
  static AgentRow known(Metric metric, Function<AgentState, OptionalLong> value) {
    return new AgentRow(
        metric,
        (state, points) ->
            value.apply(state).ifPresent(known -> points.add(known, Attributes.empty())));
  }

  /** A point for each that is counted by name. */
  static AgentRow each(
      Metric metric, AttributeKey<String> name, Function<AgentState, Map<String, LongAdder>> sums) {
    return new AgentRow(
        metric,
        (state, points) ->
            sums.apply(state)
                .forEach((key, sum) -> points.add(sum.sum(), Attributes.of(name, key))));
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.keplerotel.agent.status.AgentStatus;
import io.keplerotel.semconv.Metric;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * One of the agent's own metrics.
 *
 * @param reader gives its points: energy in µJ, time in ns, else a number
 */
record AgentRow(Metric metric, Reader reader) {
  /** Finds the points in the status. */
  interface Reader {
    void read(AgentStatus status, Points points);
  }

  /** Takes the points. */
  interface Points {
    void add(long value, Attributes labels);
  }

  /** A single point. */
  static AgentRow one(Metric metric, ToLongFunction<AgentStatus> value) {
    return new AgentRow(
        metric, (status, points) -> points.add(value.applyAsLong(status), Attributes.empty()));
  }

  /** A single point, where its value is known. */
  static AgentRow known(Metric metric, Function<AgentStatus, OptionalLong> value) {
    return new AgentRow(
        metric,
        (status, points) ->
            value.apply(status).ifPresent(known -> points.add(known, Attributes.empty())));
  }

  /** A point for each that is counted by name. */
  static AgentRow each(
      Metric metric, AttributeKey<String> name, Function<AgentStatus, Map<String, Long>> sums) {
    return new AgentRow(
        metric,
        (status, points) ->
            sums.apply(status).forEach((key, sum) -> points.add(sum, Attributes.of(name, key))));
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.doctor;

import io.keplerotel.agent.usage.counters.CounterStart;
import io.keplerotel.agent.usage.counters.CounterStart.Tried;
import java.util.ArrayList;
import java.util.List;

/** Opens the events of {@code cpu.counters} as the agent would, and closes them again. */
final class CounterCheck {
  private static final String TOPIC = "counters";

  private final List<String> wanted;
  private final CounterStart start;

  CounterCheck(List<String> wanted, CounterStart start) {
    this.wanted = wanted;
    this.start = start;
  }

  Check check() {
    return new Check(TOPIC, this::find);
  }

  private List<Finding> find() {
    Tried tried = start.look(wanted);
    List<Finding> findings = new ArrayList<>();
    if (!tried.counted().isEmpty()) {
      findings.add(
          Finding.ok(
              TOPIC,
              String.join(", ", tried.counted())
                  + " of each process; zones are divided by them once they tell power better than CPU time"));
    }
    if (!tried.reasons().isEmpty()) {
      findings.add(Finding.of(TOPIC, Verdict.NOTE, tried.why()));
    }
    return findings;
  }
}

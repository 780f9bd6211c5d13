// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.testing;

import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.Turnover;
import io.keplerotel.agent.power.Discovery;
import io.keplerotel.agent.power.PowerReader;
import io.keplerotel.agent.power.PowerReading;
import io.keplerotel.agent.power.PowerSample;
import io.keplerotel.agent.power.PowerSource;
import java.util.List;
import java.util.Map;

/** One source of power whose readings all count, whether they are to be believed or not. */
public record Untried(String name, PowerSource source) implements PowerReader {
  /** A machine of which nothing is measured. */
  public static PowerReader none() {
    PowerSource empty =
        new PowerSource() {
          @Override
          public Discovery discover() {
            return Discovery.of(List.of());
          }

          @Override
          public PowerReading read(TickLoad load) {
            return new PowerReading(List.of(), List.of());
          }
        };
    return new Untried("none", empty);
  }

  @Override
  public PowerSample read(TickLoad load) {
    PowerReading reading = reading(load);
    PowerSample.Part part =
        new PowerSample.Part(
            reading.readings().stream().map(Reading::zone).toList(), reading.faults());
    return new PowerSample(reading.readings(), Map.of(name, part), Turnover.NONE, List.of());
  }

  @Override
  public void booked() {
    // It decides nothing.
  }

  private PowerReading reading(TickLoad load) {
    try {
      return source.read(load);
    } catch (RuntimeException e) {
      return new PowerReading(List.of(), List.of(new Fault("reading", "it cannot be read: " + e)));
    }
  }
}

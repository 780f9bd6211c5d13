// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.perf;

import io.keplerotel.agent.linux.fs.Fixture;

/** PMUs as sysfs shows those of RAPL. */
public final class PmuFixture {
  private static final String SCALE = "2.3283064365386962890625e-10";

  private final Fixture fixture;
  private final String folder;

  /** One of this name and number. */
  public PmuFixture(Fixture fixture, String name, int type) {
    this.fixture = fixture;
    this.folder = "sys/bus/event_source/devices/" + name + "/";
    fixture.file(folder + "type", type).file(folder + "format/event", "config:0-7");
  }

  /** On which CPUs it counts. */
  public PmuFixture cpus(String cpumask) {
    fixture.file(folder + "cpumask", cpumask);
    return this;
  }

  /** Adds an event with RAPL's own unit. */
  public PmuFixture event(String name, int code) {
    return event(name, "event=0x%02x".formatted(code), SCALE);
  }

  /** Adds an event with a unit of J. */
  public PmuFixture event(String name, String terms, String scale) {
    fixture
        .file(folder + "events/" + name, terms)
        .file(folder + "events/" + name + ".scale", scale)
        .file(folder + "events/" + name + ".unit", "Joules");
    return this;
  }
}

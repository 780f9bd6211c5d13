// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.powercap;

import io.keplerotel.agent.linux.fs.Fixture;

/** Builds powercap trees as sysfs shows them: devices inside each other, links side by side. */
public final class PowercapTree {
  private static final String DEVICES = "sys/devices/virtual/powercap/";
  private static final String CLASS = "sys/class/powercap/";
  private static final long RANGE_UJ = 262_143_328_850L;

  private final Fixture fixture;

  /** Assigns. */
  public PowercapTree(Fixture fixture) {
    this.fixture = fixture;
  }

  /** Makes a zone, or changes its counter; {@code directory} is such as intel-rapl:0:1. */
  public PowercapTree zone(String directory, String name, long energyUj) {
    fixture
        .file(device(directory) + "/name", name)
        .file(device(directory) + "/energy_uj", energyUj)
        .file(device(directory) + "/max_energy_range_uj", RANGE_UJ)
        .file(device(directory) + "/enabled", 0)
        .directory(device(directory) + "/power")
        .link(CLASS + directory, fixture.path(device(directory)))
        .link(CLASS + controlType(directory), fixture.path(DEVICES + controlType(directory)));
    return this;
  }

  /** Path of one of a zone's files, relative to the fixture. */
  public String file(String directory, String name) {
    return device(directory) + "/" + name;
  }

  /** The tree's files. */
  public Fixture fixture() {
    return fixture;
  }

  private static String controlType(String directory) {
    return directory.substring(0, directory.indexOf(':'));
  }

  private static String device(String directory) {
    String[] parts = directory.split(":", -1);
    StringBuilder path = new StringBuilder(DEVICES + parts[0]);
    StringBuilder name = new StringBuilder(parts[0]);
    for (int i = 1; i < parts.length; i++) {
      path.append('/').append(name.append(':').append(parts[i]));
    }
    return path.toString();
  }
}

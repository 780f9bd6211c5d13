// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.hwmon;

import java.nio.file.Path;
import java.util.List;

/**
 * One thing that a chip measures.
 *
 * @param kind how its value is made of its files
 * @param name its name in the kernel's ABI, such as {@code power1} or {@code in2*curr2}
 * @param files those that hold the value
 */
record Channel(Kind kind, String name, List<Path> files) {
  /** How a value is made. */
  enum Kind {
    /** µW; of several files the first one that can be read. */
    POWER,
    /** A counter, µJ. */
    ENERGY,
    /** mV and mA, which make µW together. */
    PRODUCT
  }

  /** Takes a copy of the list. */
  Channel {
    files = List.copyOf(files);
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.opentelemetry.api.common.Attributes;
import java.util.List;

/** The slots of one kind of subject. A layout has one object for each kind, told apart by it. */
final class Slots {
  /** No points. */
  static final Slots NONE = new Slots(List.of());

  private final Slot[] all;

  Slots(List<Slot> slots) {
    all = slots.toArray(Slot[]::new);
  }

  int size() {
    return all.length;
  }

  Slot get(int index) {
    return all[index];
  }

  /** Records what there is to show, each with the attributes of its slot; returns how many. */
  int record(Use use, Attributes[] attributes) {
    int recorded = 0;
    for (int i = 0; i < all.length; i++) {
      if (all[i].isReady(use)) {
        all[i].record(use, attributes[i]);
        recorded++;
      }
    }
    return recorded;
  }
}

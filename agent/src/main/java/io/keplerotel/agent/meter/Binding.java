// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import io.keplerotel.agent.model.Snapshot.State;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The attributes of all points of one subject. They are the same objects from one collection to the
 * next, so that exporters may keep by identity what they make of them; new ones are made when the
 * zones or the subject's labels change.
 *
 * <p>A series begins together with its counter, unless that was shown under other labels before:
 * who took it for one that began at 0 would count the energy under the old labels twice.
 */
final class Binding {
  private final Instant since;
  private Optional<Attributes> first = Optional.empty();
  private Slots slots = Slots.NONE;
  private Attributes[] attributes = {};
  private Sight sight = Sight.NONE;

  /** The number of the collection in which the subject was last seen. */
  long collection;

  /**
   * What labels are made of, to see whether they may have changed.
   *
   * @param who the workload, or the pod's uid
   * @param names of them
   * @param command of a process
   */
  record Sight(Object who, Object names, String command, State state) {
    static final Sight NONE = new Sight("", "", "", State.RUNNING);
  }

  /** Without labels yet. */
  Binding(Instant since) {
    this.since = since;
  }

  /** Whether it is of the counter that began then. */
  boolean isOf(Instant counterSince) {
    return since.equals(counterSince);
  }

  /** Whether labels are still those of this layout and this sight. */
  boolean isBound(Slots present, Object who, Object names, String command, State state) {
    return slots == present
        && sight.state == state
        && Objects.equals(sight.who, who) // Mostly the same object, which this asks first.
        && Objects.equals(sight.names, names)
        && sight.command.equals(command);
  }

  /** Makes the attributes; those that have not changed stay the same objects. */
  void bind(Slots present, Attributes labels, Sight seen) {
    Map<Attributes, Attributes> known = HashMap.newHashMap(present.size() + attributes.length);
    for (Attributes old : attributes) {
      known.put(old, old);
    }
    Attributes begun = first.orElse(labels);
    first = Optional.of(begun);
    Instant start = begun.equals(labels) ? since : StartTime.UNKNOWN;
    Attributes[] made = new Attributes[present.size()];
    for (int i = 0; i < made.length; i++) {
      made[i] = known.computeIfAbsent(point(present.get(i), labels, start, seen.state), k -> k);
    }
    slots = present;
    attributes = made;
    sight = seen;
  }

  private static Attributes point(Slot slot, Attributes labels, Instant start, State state) {
    Labels own = slot.row().labels();
    AttributesBuilder builder = labels.toBuilder();
    own.add(builder, slot.zones(), slot.mode(), state);
    StartTime.put(builder, own.areFirst(state) ? start : StartTime.UNKNOWN);
    return builder.build();
  }

  /** Records all points; returns how many. */
  int record(Use use) {
    return slots.record(use, attributes);
  }
}

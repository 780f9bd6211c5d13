// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Provenance;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Neighbours in the order of preference which all measure, or which all estimate. Within a group
 * each component has an order of its own: a meter of the whole machine is a better platform than
 * RAPL's psys, though RAPL is better at packages.
 *
 * @param candidates all of them
 * @param byComponent those that cover it, the preferred ones first
 */
record PreferenceGroup(List<Candidate> candidates, Map<Component, List<Candidate>> byComponent) {
  /** The groups of these candidates, in their order. */
  static List<PreferenceGroup> of(List<Candidate> candidates) {
    List<PreferenceGroup> groups = new ArrayList<>();
    List<Candidate> group = new ArrayList<>();
    for (Candidate candidate : candidates) {
      if (!group.isEmpty() && provenance(group.getFirst()) != provenance(candidate)) {
        groups.add(group(group));
        group.clear();
      }
      group.add(candidate);
    }
    groups.add(group(group));
    return groups;
  }

  private static PreferenceGroup group(List<Candidate> candidates) {
    Map<Component, List<Candidate>> byComponent = new EnumMap<>(Component.class);
    for (Component component : Component.values()) {
      List<Candidate> covering =
          candidates.stream()
              .filter(candidate -> candidate.covers().contains(component))
              .sorted((one, other) -> Integer.compare(other.rank(component), one.rank(component)))
              .toList();
      if (!covering.isEmpty()) {
        byComponent.put(component, covering);
      }
    }
    return new PreferenceGroup(List.copyOf(candidates), byComponent);
  }

  private static Provenance provenance(Candidate candidate) {
    return candidate.card.provenance();
  }
}

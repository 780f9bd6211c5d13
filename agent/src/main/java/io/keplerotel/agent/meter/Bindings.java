// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The bindings of one kind of subject, each kept for as long as every collection asks for it. Used
 * by one collecting thread at a time.
 */
final class Bindings {
  private final Map<Object, Binding> all = new HashMap<>();
  private long collection;
  private int asked;

  /** That of the subject whose counter began then; a counter that began again has another. */
  Binding of(Object key, Instant since) {
    Binding binding = all.get(key);
    if (binding == null || !binding.isOf(since)) {
      binding = new Binding(since);
      binding.collection = collection - 1;
      all.put(key, binding);
    }
    if (binding.collection != collection) {
      binding.collection = collection;
      asked++;
    }
    return binding;
  }

  /** Ends a collection: forgets those that it did not ask for. */
  void sweep() {
    if (asked < all.size()) {
      all.values().removeIf(binding -> binding.collection != collection);
    }
    collection++;
    asked = 0;
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Keeps what was made for each key for as long as every collection asks for it. Used by one
 * collecting thread at a time.
 */
public final class SeriesCache<K, V> {
  private Map<K, V> previous = new HashMap<>();
  private Map<K, V> current = new HashMap<>();

  /** What was made for this key, or is made now. */
  public V of(K key, Function<K, V> make) {
    V value = current.get(key);
    if (value == null) {
      value = previous.get(key);
      if (value == null) {
        value = make.apply(key);
      }
      current.put(key, value);
    }
    return value;
  }

  /** Ends a collection: forgets what nobody asked for since the last. */
  public void sweep() {
    previous = current;
    current = HashMap.newHashMap(previous.size());
  }

  /** Forgets everything. */
  public void clear() {
    previous = new HashMap<>();
    current = new HashMap<>();
  }

  /** Keys that the last collection asked for. */
  public int size() {
    return previous.size();
  }
}

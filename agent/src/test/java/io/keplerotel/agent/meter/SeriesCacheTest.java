// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeriesCacheTest {
  private final SeriesCache<String, Object> cache = new SeriesCache<>();

  @Test
  void keepsWhatEveryCollectionAsksFor() {
    Object first = cache.of("a", key -> new Object());
    cache.sweep();
    assertThat(cache.of("a", key -> new Object())).isSameAs(first);
  }

  @Test
  void forgetsWhatACollectionDidNotAskFor() {
    Object first = cache.of("a", key -> new Object());
    cache.sweep();
    cache.sweep();
    assertThat(cache.size()).isZero();
    assertThat(cache.of("a", key -> new Object())).isNotSameAs(first);
  }
}

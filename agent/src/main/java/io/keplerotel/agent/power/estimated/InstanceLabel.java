// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What kind of instance this node is, as its cluster labels it; known some time after the start, or
 * never. Any thread.
 */
@Singleton
public final class InstanceLabel implements Supplier<Optional<String>> {
  private volatile Supplier<Optional<String>> cluster = Optional::empty;

  @Inject
  public InstanceLabel() {}

  /** From now on, shows what this one knows. */
  public void follow(Supplier<Optional<String>> source) {
    cluster = source;
  }

  @Override
  public Optional<String> get() {
    return cluster.get();
  }
}

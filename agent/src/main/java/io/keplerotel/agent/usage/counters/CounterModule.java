// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage.counters;

import dagger.Module;
import dagger.Provides;
import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.usage.EventStart;
import java.util.Optional;

/** Perf events by process, where they are wanted. */
@Module
public interface CounterModule {
  /** Nothing is opened or loaded where none is wanted. */
  @Provides
  static EventStart start(Settings settings, HostFiles files) {
    return cpuTime ->
        settings.cpu().counters().isEmpty()
            ? Optional.empty()
            : new CounterStart(files).start(settings.cpu().counters(), cpuTime);
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import dagger.BindsInstance;
import dagger.Component;
import io.keplerotel.agent.config.Settings;
import jakarta.inject.Singleton;

/** The agent, whole. */
@Singleton
@Component(modules = AgentModules.class)
public interface AgentComponent {
  Agent agent();

  /** For {@code top} where no agent runs. */
  OwnSource own();

  /** For {@code doctor}. */
  Examining examining();

  /** For {@code calibrate}. */
  Calibrating calibrating();

  /** For {@code exec}. */
  Executing executing();

  @Component.Factory
  interface Factory {
    AgentComponent create(@BindsInstance Settings settings);
  }
}

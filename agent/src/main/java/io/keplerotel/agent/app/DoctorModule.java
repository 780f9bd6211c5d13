// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import dagger.Module;
import dagger.Provides;
import io.keplerotel.agent.doctor.Sources;
import io.keplerotel.agent.power.PowerOffer;
import io.keplerotel.agent.power.estimated.PresentEstimate;
import io.keplerotel.agent.usage.CpuTimeStart;
import io.keplerotel.agent.workload.PodSource;
import jakarta.inject.Provider;
import java.util.Map;
import java.util.Set;

/** What {@code doctor} looks at. */
@Module
interface DoctorModule {
  @Provides
  static Sources sources(
      Provider<Map<String, CpuTimeStart>> cpu,
      Provider<Set<PowerOffer>> power,
      Provider<PodSource> pods,
      PresentEstimate estimate) {
    return new Sources(cpu::get, power::get, pods::get, estimate);
  }
}

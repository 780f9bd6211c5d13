// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import io.keplerotel.agent.attribution.AttributionSettings;
import io.keplerotel.agent.attribution.Ledger;
import io.keplerotel.agent.config.SystemdUnits;
import io.keplerotel.agent.linux.fs.CgroupTree;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.model.IdlePolicy;
import io.keplerotel.agent.power.PowerReader;
import io.keplerotel.agent.testing.FakeClock;
import io.keplerotel.agent.testing.RecordingLogger;
import io.keplerotel.agent.testing.ScriptedCpu;
import io.keplerotel.agent.workload.Births;
import io.keplerotel.agent.workload.PodSource;
import io.keplerotel.agent.workload.WorkloadDirectory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A sampler of a described host of four CPUs, without cgroups, pods and shares of idle energy. */
record SamplerFixture(ScriptedCpu cpu, FakeClock clock, RecordingLogger logger) {
  Sampler of(HostFiles files, PowerReader power) {
    WorkloadDirectory directory =
        new WorkloadDirectory(
            files,
            new CgroupTree(Optional.empty(), Optional.empty()),
            SystemdUnits.NEVER,
            Births.DELIVERED,
            clock::nanoTime);
    directory.start();
    return new Sampler(
        new SampleSources(cpu, List.of(), power, directory, PodSource.none()),
        new Ledger(
            new AttributionSettings(IdlePolicy.NONE, Map.of(), 10, Duration.ofSeconds(60)),
            clock.now()),
        () -> 4,
        clock,
        new FaultLog(logger));
  }
}

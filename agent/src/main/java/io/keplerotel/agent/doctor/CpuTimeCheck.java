// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.doctor;

import io.keplerotel.agent.config.CpuSource;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.model.CpuReading;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.sampling.CpuChoice;
import io.keplerotel.agent.usage.CpuTimeSource;
import io.keplerotel.agent.usage.CpuTimeStart;
import io.keplerotel.agent.usage.CpuTimeUnavailableException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Starts the source of CPU time as the agent would, reads it, and stops it again. */
final class CpuTimeCheck {
  private static final String TOPIC = "cpu time";
  private static final String BPF = "bpf";

  private final CpuSource wanted;
  private final HostFiles files;
  private final Supplier<Map<String, CpuTimeStart>> starts;

  CpuTimeCheck(CpuSource wanted, HostFiles files, Supplier<Map<String, CpuTimeStart>> starts) {
    this.wanted = wanted;
    this.files = files;
    this.starts = starts;
  }

  Check check() {
    return new Check(TOPIC, this::find);
  }

  private List<Finding> find() throws CpuTimeUnavailableException {
    CpuChoice choice = CpuChoice.of(wanted, starts.get());
    List<Finding> findings = new ArrayList<>();
    try (CpuTimeSource source = choice.source()) {
      CpuReading reading = source.read();
      findings.add(found(source.name(), choice.refused()));
      for (Fault fault : reading.faults()) {
        Verdict verdict = fault.effect() == Fault.Effect.DISABLES ? Verdict.PROBLEM : Verdict.NOTE;
        findings.add(Finding.of(TOPIC, verdict, fault.message()));
      }
    }
    return findings;
  }

  private Finding found(String name, Map<String, String> refused) {
    if (name.equals(BPF)) {
      return Finding.ok(TOPIC, "by BPF: each task to the nanosecond, short-lived ones in full");
    }
    String text = "from cgroup files and /proc: part of short-lived processes is missed";
    String why = refused.get(BPF);
    if (why == null) {
      return Finding.note(TOPIC, text + " (cpu.source=cgroup)", "cpu.source=auto takes BPF");
    }
    // Without the kernel's types nothing that can be granted would help.
    Verdict verdict = Files.exists(files.kernelTypes()) ? Verdict.PROBLEM : Verdict.NOTE;
    Finding refusal = Finding.of(TOPIC, verdict, why);
    return new Finding(
        TOPIC, verdict, "%s. BPF: %s".formatted(text, refusal.text()), refusal.advice());
  }
}

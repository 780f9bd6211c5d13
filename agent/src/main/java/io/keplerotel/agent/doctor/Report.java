// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.doctor;

import java.util.List;

/**
 * All that was found.
 *
 * @param version of the agent
 */
public record Report(String version, List<Part> parts) {
  /** Takes a copy of the list. */
  public Report {
    parts = List.copyOf(parts);
  }

  /** Lines under one title. */
  public record Part(String title, List<Finding> findings) {
    /** Takes a copy of the list. */
    public Part {
      findings = List.copyOf(findings);
    }
  }

  /** How many lines have this verdict. */
  public long count(Verdict verdict) {
    return parts.stream()
        .flatMap(part -> part.findings().stream())
        .filter(finding -> finding.verdict() == verdict)
        .count();
  }

  /** 0 without a problem, else 1. */
  public int exitStatus() {
    return count(Verdict.PROBLEM) == 0 ? 0 : 1;
  }
}

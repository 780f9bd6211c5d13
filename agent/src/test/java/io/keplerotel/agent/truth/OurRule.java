// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.truth;

import io.keplerotel.agent.model.IdlePolicy;

/** The product: its own ledger, see docs/attribution.md. */
final class OurRule implements Rule {
  private final IdlePolicy policy;

  OurRule() {
    this(IdlePolicy.EVEN);
  }

  OurRule(IdlePolicy policy) {
    this.policy = policy;
  }

  @Override
  public String title() {
    return "ours";
  }

  @Override
  public Given divide(Run run) {
    return Booked.of(run, policy).given();
  }
}

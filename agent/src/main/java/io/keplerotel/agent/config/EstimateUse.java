// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.config;

/** What may be estimated beside what is measured. */
public enum EstimateUse {
  /** Nothing at all. */
  NEVER,
  /** The machine as a whole, where neither its CPUs nor all of it is measured. */
  ALONE,
  /** Whatever is not measured. */
  REST
}

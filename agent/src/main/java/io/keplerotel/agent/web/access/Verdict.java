// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web.access;

/** What becomes of a request. */
public enum Verdict {
  ADMITTED,
  /** Without a password, or with a wrong one. */
  REFUSED,
  /** Too many passwords wait to be checked. */
  BUSY
}

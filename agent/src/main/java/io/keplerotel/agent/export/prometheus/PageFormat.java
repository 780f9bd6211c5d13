// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.prometheus;

import java.io.IOException;
import java.util.Collection;

/** Writes a page in one of the formats. Any thread. */
interface PageFormat {
  /** What the answer says that it is. */
  String contentType();

  /** Writes all of them, in this order. */
  void write(Collection<Family> families, NameEscaping escaping, PageOutput out) throws IOException;
}

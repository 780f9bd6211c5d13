// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.semconv.build;

/** What the model says is not right: file, id and what. */
final class BadModel extends RuntimeException {
  BadModel(String file, String id, String what) {
    super(file + ": " + id + ": " + what);
  }
}

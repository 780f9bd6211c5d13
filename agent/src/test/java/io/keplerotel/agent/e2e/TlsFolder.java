// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder with ca.crt, tls.crt and tls.key, as a Secret of Kubernetes is mounted. */
final class TlsFolder {
  private TlsFolder() {}

  /** Makes one, with an authority of its own; the certificate serves on both ends. */
  static Path create(Path folder) {
    Authority authority = Authority.create(folder.resolve("authority-" + System.nanoTime()));
    try {
      Path tls = Files.createTempDirectory(folder, "tls");
      Files.copy(authority.certificate(), tls.resolve("ca.crt"));
      Files.copy(authority.serverCertificate(), tls.resolve("tls.crt"));
      Files.copy(authority.serverKey(), tls.resolve("tls.key"));
      return tls;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

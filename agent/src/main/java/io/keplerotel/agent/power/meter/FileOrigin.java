// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.meter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.keplerotel.agent.power.remote.RemoteException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A text that somebody writes into a file, or a kernel's file. */
record FileOrigin(Path file, InstantSource clock) implements Origin {
  private static final int MOST_BYTES = 4 << 20;

  /** Whoever writes the file has died. */
  private static final Duration STALE = Duration.ofMinutes(5);

  @Override
  public Content content() throws RemoteException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new RemoteException(file + " is not a regular file; see power.meter.file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(MOST_BYTES), UTF_8);
      checkAge();
      return new Content(file.toString(), text);
    } catch (NoSuchFileException e) {
      throw new RemoteException("cannot read " + file + ": there is no such file");
    } catch (AccessDeniedException e) {
      throw new RemoteException("cannot read " + file + ": Permission denied; grant read access");
    } catch (IOException e) {
      throw new RemoteException("cannot read " + file + ": " + e.getMessage());
    }
  }

  /** The kernel's files are never written to, and always say what is now. */
  private void checkAge() throws IOException, RemoteException {
    Instant written = Files.getLastModifiedTime(file).toInstant();
    boolean isKernels = file.startsWith("/sys") || file.startsWith("/proc");
    if (!isKernels && written.plus(STALE).isBefore(clock.instant())) {
      throw new RemoteException(
          "%s was last written at %s, so it does not say what is used now; whoever writes it has stopped"
              .formatted(file, written));
    }
  }
}

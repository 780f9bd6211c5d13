// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.msr;

import io.keplerotel.agent.linux.fs.Fixture;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Registers of CPUs that do not exist: sparse files, each register at its address. */
public final class MsrFixture {
  private final Fixture fixture;

  /** In this tree. */
  public MsrFixture(Fixture fixture) {
    this.fixture = fixture;
  }

  /** Sets a register of a hardware thread; those below it that were never set are 0. */
  public MsrFixture set(int cpu, long register, long value) {
    Path path = path(cpu);
    try {
      Files.createDirectories(path.getParent());
      try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
        file.seek(register);
        file.writeLong(Long.reverseBytes(value));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Where they are. */
  public Path path(int cpu) {
    return fixture.path("dev/cpu/" + cpu + "/msr");
  }
}

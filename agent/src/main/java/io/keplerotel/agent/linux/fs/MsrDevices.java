// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.fs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reads model-specific registers through the kernel's {@code msr} devices. For one thread. */
public final class MsrDevices implements CpuRegisters {
  private final HostFiles files;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);

  /** Opens nothing yet. */
  public MsrDevices(HostFiles files) {
    this.files = files;
  }

  /** Reads at the register's address, which is the place in the device's file. */
  @Override
  public long read(int cpu, long register) throws UnreadableException {
    Path path = files.cpuRegisters(cpu);
    buffer.clear();
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      if (channel.read(buffer, register) != Long.BYTES) {
        throw UnreadableException.malformed(
            path, "it has no register 0x" + Long.toHexString(register));
      }
    } catch (UnreadableException e) {
      throw e;
    } catch (IOException e) {
      throw UnreadableException.of(path, e);
    }
    return buffer.getLong(0);
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.libbpf;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A hash that programs fill, read many entries at a time; needs Linux 5.6. What is added while it
 * is read may be missed until the next time. Not thread-safe.
 */
public final class BpfTable {
  private static final int BATCH = 1024;
  private static final int NO_MORE = -2;

  private final Native natives;
  private final int fd;
  private final int keyBytes;
  private final int valueBytes;
  private final Memory keys;
  private final Memory values;
  private final Memory count = new Memory(Integer.BYTES);

  /** Where the next batch begins; of the kernel's own making. */
  private final Memory position;

  BpfTable(Native natives, int fd, int keyBytes, int valueBytes) {
    this.natives = natives;
    this.fd = fd;
    this.keyBytes = keyBytes;
    this.valueBytes = valueBytes;
    this.keys = new Memory((long) BATCH * keyBytes);
    this.values = new Memory((long) BATCH * valueBytes);
    this.position = new Memory(keyBytes);
  }

  /**
   * Shows all entries.
   *
   * @param sink gets key and value of each at the buffers' positions; valid during the call only
   */
  public void forEach(BiConsumer<ByteBuffer, ByteBuffer> sink) throws BpfReadException {
    ByteBuffer key = ordered(keys);
    ByteBuffer value = ordered(values);
    @Nullable Pointer from = null;
    int result = 0;
    while (result != NO_MORE) {
      count.setInt(0, BATCH);
      result = Libbpf.bpf_map_lookup_batch(fd, from, position, keys, values, count, null);
      if (result != 0 && result != NO_MORE) {
        throw new BpfReadException("cannot read a BPF table: " + natives.lastError());
      }
      for (int i = 0; i < count.getInt(0); i++) {
        sink.accept(key.position(i * keyBytes), value.position(i * valueBytes));
      }
      from = position;
    }
  }

  /** Takes an entry out, if it is there. */
  public void remove(byte[] key) {
    keys.write(0, key, 0, keyBytes);
    Libbpf.bpf_map_delete_elem(fd, keys);
  }

  private static ByteBuffer ordered(Memory memory) {
    return memory.getByteBuffer(0, memory.size()).order(ByteOrder.nativeOrder());
  }
}

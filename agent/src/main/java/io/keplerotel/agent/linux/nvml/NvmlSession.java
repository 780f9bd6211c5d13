// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.nvml;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.List;

/**
 * NVML, started. What it tells of cards is of the moment it was started in: once a card is
 * {@linkplain NvmlException.Reason#LOST lost}, it is to be closed and opened again. Any call may
 * block for as long as the driver likes. For one thread at a time.
 */
public final class NvmlSession implements AutoCloseable {
  private static final int TEXT_BYTES = 96;

  private final NvmlLibrary library;

  private NvmlSession(NvmlLibrary library) {
    this.library = library;
  }

  /**
   * Loads and starts NVML.
   *
   * @param places where the library may be: files, or a name for the dynamic linker
   */
  public static NvmlSession open(List<String> places) throws NvmlException {
    NvmlLibrary library = NvmlLibrary.load(places);
    try {
      library.call(library.newest("nvmlInit_v2", "nvmlInit"));
      return new NvmlSession(library);
    } catch (NvmlException e) {
      library.close();
      throw e;
    }
  }

  /** Version of the driver, such as {@code 580.159.03}. */
  public String driverVersion() throws NvmlException {
    try (Memory text = new Memory(TEXT_BYTES)) {
      text.clear();
      library.call("nvmlSystemGetDriverVersion", text, TEXT_BYTES);
      return text.getString(0);
    }
  }

  /** How many cards there are now. */
  public int deviceCount() throws NvmlException {
    String symbol = library.newest("nvmlDeviceGetCount_v2", "nvmlDeviceGetCount");
    try (Memory count = new Memory(Integer.BYTES)) {
      library.call(symbol, count);
      return count.getInt(0);
    }
  }

  /** A card. */
  public NvmlDevice device(int index) throws NvmlException {
    String symbol = library.newest("nvmlDeviceGetHandleByIndex_v2", "nvmlDeviceGetHandleByIndex");
    try (Memory handle = new Memory(Long.BYTES)) {
      library.call(symbol, index, handle);
      Pointer device = handle.getPointer(0);
      return new NvmlDevice(library, device);
    }
  }

  @Override
  public void close() {
    try {
      library.call("nvmlShutdown");
    } catch (NvmlException ignored) {
      // It is down already, which is what was wanted.
    }
    library.close();
  }
}

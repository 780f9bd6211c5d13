// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.nvml;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A card, or one MIG instance of it. Each method is one call of NVML and throws where that fails;
 * what one call does not support says nothing of the others. For one thread at a time.
 */
public final class NvmlDevice {
  private static final int TEXT_BYTES = 96;
  private static final int FIELD_TOTAL_ENERGY = 83;
  private static final int MIG_ENABLED = 1;

  private final NvmlLibrary library;
  private final Pointer handle;
  private final Memory scratch = new Memory(TEXT_BYTES);

  NvmlDevice(NvmlLibrary library, Pointer handle) {
    this.library = library;
    this.handle = handle;
  }

  /** How busy it is over the driver's last sample period (a sixth to one second), percent. */
  public record Busy(int gpuPercent, int memoryPercent) {}

  /** Its memory, bytes. */
  public record MemoryUse(long totalBytes, long usedBytes) {}

  /** What names it for good, such as {@code GPU-4bd4d8f5-…}. */
  public String uuid() throws NvmlException {
    return text("nvmlDeviceGetUUID");
  }

  /** The product, such as {@code NVIDIA H200}. */
  public String name() throws NvmlException {
    return text("nvmlDeviceGetName");
  }

  /** Where it is on the PCI bus, as the kernel writes it: {@code 0000:3b:00.0}. */
  public String pciAddress() throws NvmlException {
    String symbol = library.newest("nvmlDeviceGetPciInfo_v3", "nvmlDeviceGetPciInfo_v2");
    library.call(symbol, handle, scratch);
    return "%04x:%02x:%02x.0"
        .formatted(
            scratch.getInt(Layout.PCI_DOMAIN),
            scratch.getInt(Layout.PCI_BUS),
            scratch.getInt(Layout.PCI_DEVICE))
        .toLowerCase(Locale.ROOT);
  }

  /** Energy since the driver was loaded, mJ; Volta and later. */
  public long energyMj() throws NvmlException {
    library.call("nvmlDeviceGetTotalEnergyConsumption", handle, scratch);
    return scratch.getLong(0);
  }

  /** The same figure by its field number, where the call of its own is refused, mJ. */
  public long energyByFieldMj() throws NvmlException {
    String symbol = "nvmlDeviceGetFieldValues";
    scratch.clear();
    scratch.setInt(Layout.FIELD_ID, FIELD_TOTAL_ENERGY);
    library.call(symbol, handle, 1, scratch);
    int number = scratch.getInt(Layout.FIELD_RETURN);
    if (number != 0) {
      throw NvmlException.of(symbol, NvmlCode.of(number), number);
    }
    return scratch.getLong(Layout.FIELD_VALUE);
  }

  /** Power now, as the driver last saw it, mW. */
  public long powerMw() throws NvmlException {
    library.call("nvmlDeviceGetPowerUsage", handle, scratch);
    return Integer.toUnsignedLong(scratch.getInt(0));
  }

  /** How busy it is. Not told where MIG is on. */
  public Busy busy() throws NvmlException {
    library.call("nvmlDeviceGetUtilizationRates", handle, scratch);
    return new Busy(scratch.getInt(0), scratch.getInt(Integer.BYTES));
  }

  /** Its memory, and how much of it is in use. */
  public MemoryUse memory() throws NvmlException {
    library.call("nvmlDeviceGetMemoryInfo", handle, scratch);
    return new MemoryUse(scratch.getLong(Layout.MEMORY_TOTAL), scratch.getLong(Layout.MEMORY_USED));
  }

  /** Who was seen running on it lately. Not told where MIG is on, nor by old cards. */
  public List<ProcessSample> processSamples(long sinceUs) throws NvmlException {
    return NvmlLists.samples(library, handle, sinceUs);
  }

  /** Processes that have something open on it, for computing or drawing. */
  public List<RunningProcess> running() throws NvmlException {
    return NvmlLists.running(library, handle);
  }

  /** Whether it is divided into MIG instances. */
  public boolean isMig() throws NvmlException {
    try {
      library.call("nvmlDeviceGetMigMode", handle, scratch, scratch.share(Integer.BYTES));
      return scratch.getInt(0) == MIG_ENABLED;
    } catch (NvmlException e) {
      if (e.reason() == NvmlException.Reason.NOT_SUPPORTED) {
        return false;
      }
      throw e;
    }
  }

  /** Its MIG instances. */
  public List<NvmlDevice> migDevices() throws NvmlException {
    library.call("nvmlDeviceGetMaxMigDeviceCount", handle, scratch);
    int most = scratch.getInt(0);
    List<NvmlDevice> devices = new ArrayList<>();
    for (int index = 0; index < most; index++) {
      migDevice(index).ifPresent(devices::add);
    }
    return devices;
  }

  /** Of a MIG instance: the number of its GPU instance on the card. */
  public int gpuInstance() throws NvmlException {
    library.call("nvmlDeviceGetGpuInstanceId", handle, scratch);
    return scratch.getInt(0);
  }

  /** Of a MIG instance: how many of the card's slices it computes with. */
  public int slices() throws NvmlException {
    String symbol = library.newest("nvmlDeviceGetAttributes_v2", "nvmlDeviceGetAttributes");
    library.call(symbol, handle, scratch);
    return scratch.getInt(Layout.ATTRIBUTES_COMPUTE_SLICES);
  }

  /** How busy one of its MIG instances is; where that is not to be had, the first call says so. */
  public InstanceBusy instanceBusy(int gpuInstance) throws NvmlException {
    return new InstanceBusy(library, handle, gpuInstance);
  }

  private Optional<NvmlDevice> migDevice(int index) throws NvmlException {
    try {
      library.call("nvmlDeviceGetMigDeviceHandleByIndex", handle, index, scratch);
      return Optional.of(new NvmlDevice(library, scratch.getPointer(0)));
    } catch (NvmlException e) {
      if (e.reason() == NvmlException.Reason.NOTHING_FOUND) {
        return Optional.empty(); // Instances may be numbered with holes.
      }
      throw e;
    }
  }

  private String text(String symbol) throws NvmlException {
    scratch.clear();
    library.call(symbol, handle, scratch, TEXT_BYTES);
    return scratch.getString(0);
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.nvml;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Calls that fill a list, whose length is known only once they were made. */
final class NvmlLists {
  private static final String COMPUTE = "nvmlDeviceGetComputeRunningProcesses";
  private static final String GRAPHICS = "nvmlDeviceGetGraphicsRunningProcesses";
  private static final String SAMPLES = "nvmlDeviceGetProcessUtilization";

  /** Processes start while they are being listed. */
  private static final int SPARE = 8;

  private static final int TRIES = 5;
  private static final int MOST_ENTRIES = 1 << 16;

  private NvmlLists() {}

  /** A list as NVML has filled it. */
  private interface Call {
    int into(Pointer entries, Memory count) throws NvmlException;
  }

  /** Reads one entry. */
  private interface Entry<T> {
    T at(Memory entries, long offset);
  }

  static List<ProcessSample> samples(NvmlLibrary library, Pointer device, long sinceUs)
      throws NvmlException {
    return fill(
        SAMPLES,
        Layout.SAMPLE_BYTES,
        (entries, count) -> library.code(SAMPLES, device, entries, count, sinceUs),
        (entries, offset) ->
            new ProcessSample(
                entries.getInt(offset + Layout.SAMPLE_PID),
                entries.getLong(offset + Layout.SAMPLE_TIME),
                entries.getInt(offset + Layout.SAMPLE_SM)));
  }

  static List<RunningProcess> running(NvmlLibrary library, Pointer device) throws NvmlException {
    Map<Integer, RunningProcess> byPid = new LinkedHashMap<>();
    running(library, device, COMPUTE).forEach(process -> byPid.put(process.pid(), process));
    try {
      running(library, device, GRAPHICS)
          .forEach(process -> byPid.putIfAbsent(process.pid(), process));
    } catch (NvmlException e) {
      if (e.reason() != NvmlException.Reason.NOT_SUPPORTED) {
        throw e;
      }
    }
    return List.copyOf(byPid.values());
  }

  private static List<RunningProcess> running(NvmlLibrary library, Pointer device, String which)
      throws NvmlException {
    String symbol = library.newest(which + "_v3", which + "_v2", which);
    int entryBytes = symbol.equals(which) ? Layout.PROCESS_V1_BYTES : Layout.PROCESS_BYTES;
    return fill(
        symbol,
        entryBytes,
        (entries, count) -> library.code(symbol, device, count, entries),
        (entries, offset) ->
            new RunningProcess(
                entries.getInt(offset + Layout.PROCESS_PID),
                entries.getLong(offset + Layout.PROCESS_MEMORY)));
  }

  /** Asks for the length, then for the list, and again where it has grown meanwhile. */
  private static <T> List<T> fill(String symbol, int entryBytes, Call call, Entry<T> entry)
      throws NvmlException {
    try (Memory count = new Memory(Integer.BYTES)) {
      count.setInt(0, 0);
      int number = call.into(Pointer.NULL, count);
      for (int i = 0; NvmlCode.of(number) == NvmlCode.INSUFFICIENT_SIZE && i < TRIES; i++) {
        int room = room(symbol, count.getInt(0));
        try (Memory entries = new Memory((long) room * entryBytes)) {
          entries.clear();
          count.setInt(0, room);
          number = call.into(entries, count);
          if (NvmlCode.of(number) == NvmlCode.SUCCESS) {
            return entries(entries, Math.clamp(count.getInt(0), 0, room), entryBytes, entry);
          }
        }
      }
      return switch (NvmlCode.of(number)) {
        case SUCCESS, NOT_FOUND -> List.of();
        default -> throw NvmlException.of(symbol, NvmlCode.of(number), number);
      };
    }
  }

  private static int room(String symbol, int wanted) throws NvmlException {
    if (wanted < 0 || wanted > MOST_ENTRIES) {
      throw NvmlException.implausible(symbol, "it tells of %d processes".formatted(wanted));
    }
    return wanted + SPARE;
  }

  private static <T> List<T> entries(Memory memory, int count, int entryBytes, Entry<T> entry) {
    List<T> list = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      list.add(entry.at(memory, (long) i * entryBytes));
    }
    return list;
  }
}

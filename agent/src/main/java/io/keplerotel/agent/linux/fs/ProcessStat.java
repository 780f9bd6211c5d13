// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.fs;

import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.TaskTime.Kind;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What {@code /proc/PID/stat} tells.
 *
 * @param process its identity
 * @param command its name
 * @param kind kernel thread or not
 * @param cpuNs time that it used since it started, all of its threads, ns
 */
public record ProcessStat(ProcessKey process, String command, Kind kind, long cpuNs) {
  /** The kernel's unit in such files, ns: USER_HZ is 100 wherever the agent runs. */
  public static final long TICK_NS = 10_000_000;

  private static final long PF_KTHREAD = 0x0020_0000;
  private static final int FLAGS = 9;
  private static final int USER_TIME = 14;
  private static final int SYSTEM_TIME = 15;
  private static final int START_TIME = 22;

  /**
   * Parses the file; empty where it is cut short.
   *
   * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
   */
  public static Optional<ProcessStat> parse(int pid, ByteBuffer bytes) {
    int open = find(bytes, (byte) '(', 0);
    int close = findLast(bytes, (byte) ')');
    if (open < 0 || close < open) {
      return Optional.empty();
    }
    long[] fields = new long[START_TIME + 1];
    if (!numbers(bytes, close + 2, fields)) {
      return Optional.empty();
    }
    byte[] command = new byte[close - open - 1];
    bytes.get(open + 1, command);
    return Optional.of(
        new ProcessStat(
            new ProcessKey(pid, fields[START_TIME] * TICK_NS),
            KernelText.decode(command, command.length),
            (fields[FLAGS] & PF_KTHREAD) != 0 ? Kind.KERNEL_THREAD : Kind.USER,
            (fields[USER_TIME] + fields[SYSTEM_TIME]) * TICK_NS));
  }

  /** Fills in fields 3 and up; those that are not numbers, or negative, stay 0. */
  private static boolean numbers(ByteBuffer bytes, int start, long[] fields) {
    int from = start;
    for (int field = 3; field < fields.length; field++) {
      int to = find(bytes, (byte) ' ', from);
      if (to < 0) {
        return false;
      }
      fields[field] = Math.max(0, Digits.parse(bytes, from, to));
      from = to + 1;
    }
    return true;
  }

  private static int find(ByteBuffer bytes, byte wanted, int from) {
    for (int i = from; i < bytes.limit(); i++) {
      if (bytes.get(i) == wanted) {
        return i;
      }
    }
    return -1;
  }

  private static int findLast(ByteBuffer bytes, byte wanted) {
    int i = bytes.limit() - 1;
    while (i >= 0 && bytes.get(i) != wanted) {
      i--;
    }
    return i;
  }
}

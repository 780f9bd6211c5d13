// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.fs;

import io.keplerotel.agent.model.ProcessKey;
import java.util.Optional;

/**
 * What {@code /proc/PID/stat} tells of a process and its kin.
 *
 * @param process its identity
 * @param parent pid of its parent
 * @param group its process group
 * @param terminalGroup the process group that its terminal listens to; less than 1 without one
 * @param state such as {@code R}; {@code Z} for one that has ended and whose parent has not asked
 * @param ownNs CPU time that it used since it started, all of its threads, ns
 * @param waitedNs CPU time of its children, and of theirs, that have ended and were asked for, ns
 */
public record ProcessKin(
    ProcessKey process,
    int parent,
    int group,
    int terminalGroup,
    char state,
    long ownNs,
    long waitedNs) {
  // Of the fields behind the name, from 0.
  private static final int STATE = 0;
  private static final int PARENT = 1;
  private static final int GROUP = 2;
  private static final int TERMINAL_GROUP = 5;
  private static final int USER_TIME = 11;
  private static final int SYSTEM_TIME = 12;
  private static final int WAITED_USER_TIME = 13;
  private static final int WAITED_SYSTEM_TIME = 14;
  private static final int START_TIME = 19;

  /**
   * Parses the file; empty where it is cut short or has something else than numbers.
   *
   * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
   */
  public static Optional<ProcessKin> parse(int pid, String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    if (fields.length <= START_TIME || fields[STATE].length() != 1) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ProcessKin(
              new ProcessKey(pid, ns(fields[START_TIME])),
              Integer.parseInt(fields[PARENT]),
              Integer.parseInt(fields[GROUP]),
              Integer.parseInt(fields[TERMINAL_GROUP]),
              fields[STATE].charAt(0),
              ns(fields[USER_TIME]) + ns(fields[SYSTEM_TIME]),
              ns(fields[WAITED_USER_TIME]) + ns(fields[WAITED_SYSTEM_TIME])));
    } catch (NumberFormatException ignored) {
      // Not the file that it should be, which is what empty says.
      return Optional.empty();
    }
  }

  /** Whether it has ended, and only its figures are left. */
  public boolean hasEnded() {
    return state == 'Z' || state == 'X';
  }

  /** Whether what is typed at its terminal is meant for its group: Ctrl-C reaches all of it. */
  public boolean isInForeground() {
    return terminalGroup > 0 && terminalGroup == group;
  }

  private static long ns(String ticks) {
    return Math.max(0, Long.parseLong(ticks)) * ProcessStat.TICK_NS;
  }
}

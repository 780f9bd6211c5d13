// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.fs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * One row of a mount table.
 *
 * @param root which part of the file system is mounted, such as {@code /}
 * @param point where
 * @param type file system, such as {@code cgroup2}
 * @param options of the file system, such as {@code cpuacct}
 */
record Mount(String root, Path point, String type, Set<String> options) {
  private static final Set<String> REMOTE =
      Set.of("9p", "afs", "autofs", "ceph", "cifs", "lustre", "smb3", "virtiofs");

  /** Takes a copy of the options. */
  Mount {
    options = Set.copyOf(options);
  }

  /**
   * Parses a mountinfo file; rows that do not look like one are left out.
   *
   * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html">mountinfo(5)</a>
   */
  static List<Mount> parse(String mountinfo) {
    List<Mount> mounts = new ArrayList<>();
    mountinfo
        .lines()
        .forEach(
            line -> {
              int separator = line.indexOf(" - ");
              String[] left = line.split(" ", -1);
              String[] right = separator < 0 ? left : line.substring(separator + 3).split(" ", -1);
              if (separator > 0 && left.length >= 6 && right.length >= 3) {
                Set<String> options = Set.copyOf(Arrays.asList(right[2].split(",", -1)));
                mounts.add(new Mount(unescape(left[3]), path(left[4]), right[0], options));
              }
            });
    return mounts;
  }

  /** Whether its files are another machine's, or are served by a process. */
  boolean isRemote() {
    return type.startsWith("nfs") || type.startsWith("fuse") || REMOTE.contains(type);
  }

  private static Path path(String escaped) {
    return KernelText.path(unescape(escaped));
  }

  /** Decodes \040 and the like. */
  private static String unescape(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    byte[] escaped = KernelText.encode(text);
    byte[] plain = new byte[escaped.length];
    int length = 0;
    for (int i = 0; i < escaped.length; i++) {
      boolean escape = isEscape(escaped, i);
      plain[length++] = escape ? octal(escaped, i + 1) : escaped[i];
      i += escape ? 3 : 0;
    }
    return KernelText.decode(plain, length);
  }

  private static boolean isEscape(byte[] text, int at) {
    if (text[at] != '\\' || at + 3 >= text.length) {
      return false;
    }
    boolean octal = true;
    for (int i = at + 1; i <= at + 3; i++) {
      octal &= text[i] >= '0' && text[i] <= '7';
    }
    return octal;
  }

  private static byte octal(byte[] text, int at) {
    return (byte) ((text[at] - '0') * 64 + (text[at + 1] - '0') * 8 + (text[at + 2] - '0'));
  }
}

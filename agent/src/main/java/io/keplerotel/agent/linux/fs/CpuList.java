// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.fs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lists of hardware threads as the kernel writes them, such as {@code 0-3,8}. */
public final class CpuList {
  private static final Pattern RANGE = Pattern.compile("(?<first>\\d{1,6})(-(?<last>\\d{1,6}))?");
  private static final int MOST_CPUS = 65_536;

  private CpuList() {}

  /** The numbers in a file, as they stand there; none in an empty one. */
  public static List<Integer> read(SmallFile file, Path path) throws UnreadableException {
    String text = file.text(path).strip();
    List<Integer> cpus = new ArrayList<>();
    for (String range : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      Matcher matcher = RANGE.matcher(range);
      if (!matcher.matches()) {
        throw UnreadableException.malformed(path, "\"" + text + "\" is no list of CPUs");
      }
      int first = Integer.parseInt(matcher.group("first"));
      String end = matcher.group("last");
      int last = end == null ? first : Integer.parseInt(end);
      if (last - first >= MOST_CPUS) {
        throw UnreadableException.malformed(path, "\"" + text + "\" has too many CPUs");
      }
      for (int cpu = first; cpu <= last; cpu++) {
        cpus.add(cpu);
      }
    }
    return cpus;
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.fs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code /proc/cpuinfo} says of each hardware thread.
 *
 * @param threads fields by their names there
 */
public record ProcessorTable(List<Map<String, String>> threads) {
  private static final String PROCESSOR = "processor";
  private static final String FLAGS = "flags";

  /** Takes a copy of the list. */
  public ProcessorTable {
    threads = List.copyOf(threads);
  }

  /** Reads it; empty where it cannot be read. */
  public static ProcessorTable read(HostFiles files) {
    try {
      return parse(new SmallFile().text(files.cpuinfo()));
    } catch (UnreadableException ignored) {
      // What the machine is says nothing about energy; what needs to know says that it does not.
      return parse("");
    }
  }

  /** Parses the text of the file; what stands before the first thread is of no thread. */
  public static ProcessorTable parse(String cpuinfo) {
    List<Map<String, String>> threads = new ArrayList<>();
    for (String line : cpuinfo.split("\n", -1)) {
      int colon = line.indexOf(':');
      if (colon <= 0) {
        continue;
      }
      String name = line.substring(0, colon).strip();
      if (name.equals(PROCESSOR)) {
        threads.add(new HashMap<>());
      }
      if (!threads.isEmpty()) {
        threads.getLast().putIfAbsent(name, line.substring(colon + 1).strip());
      }
    }
    return new ProcessorTable(threads);
  }

  /** A field of the first thread that has it with a value. */
  public Optional<String> first(String field) {
    return threads.stream()
        .map(thread -> thread.getOrDefault(field, ""))
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  /** What the first CPU can do, by the kernel's words; empty on arm64, whose words are others. */
  public Set<String> features() {
    return first(FLAGS).map(flags -> Set.of(flags.split("\\s+", -1))).orElse(Set.of());
  }

  /** Whether a hypervisor runs below; empty where the CPU does not say, as on arm64. */
  public Optional<Boolean> isVirtual() {
    return first(FLAGS).map(flags -> (" " + flags + " ").contains(" hypervisor "));
  }
}

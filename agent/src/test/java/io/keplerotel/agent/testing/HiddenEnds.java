// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The ends of shells that this machine's kernel may hide from BPF. The kernel frees a task in
 * whichever context the next RCU softirq finds; the kernels of some sandboxes run no BPF program
 * there when it is a thread of process 1, their supervisor. The kernel's own trace is not so
 * restricted, so that a test can count what nobody could have shown to the agent.
 */
public final class HiddenEnds implements AutoCloseable {
  private static final Path TRACEFS = Path.of("/sys/kernel/tracing");
  private static final Pattern FREED =
      Pattern.compile("-(\\d+)\\s+\\[\\d+\\].*: sched_process_free: comm=sh pid=(\\d+) ");

  private final Path instance =
      TRACEFS.resolve("instances/kepler-" + ProcessHandle.current().pid());

  private HiddenEnds() {}

  /** Begins to watch; where the kernel cannot be asked, nothing counts as hidden. */
  public static HiddenEnds watch() {
    HiddenEnds ends = new HiddenEnds();
    if (!Files.isDirectory(TRACEFS.resolve("instances"))) {
      Shell.run("mount -t tracefs none " + TRACEFS);
    }
    if (Files.isWritable(TRACEFS.resolve("instances"))) {
      ends.instance.toFile().mkdir();
      Path event = ends.instance.resolve("events/sched/sched_process_free");
      write(event.resolve("filter"), "comm == \"sh\"");
      write(event.resolve("enable"), "1");
    }
    return ends;
  }

  /** Ids of the shells since {@link #watch} whose end may be hidden. */
  public Set<Integer> pids() {
    Path trace = instance.resolve("trace");
    if (!Files.exists(trace)) {
      return Set.of();
    }
    try {
      return Files.readAllLines(trace).stream()
          .map(FREED::matcher)
          .filter(Matcher::find)
          .filter(freed -> Files.exists(Path.of("/proc/1/task", freed.group(1))))
          .map(freed -> Integer.valueOf(freed.group(2)))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    instance.toFile().delete();
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

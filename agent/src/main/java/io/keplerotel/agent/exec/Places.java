// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.exec;

import io.keplerotel.agent.linux.fs.CgroupTree;
import io.keplerotel.agent.linux.fs.CommandCgroup;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.OwnFiles;
import io.keplerotel.agent.linux.fs.UnreadableException;
import io.keplerotel.agent.linux.process.ProcessCalls;
import io.keplerotel.agent.usage.command.TreeCounter;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes a place for each run: a cgroup where that may be made, else the tree of processes. */
public final class Places {
  private static final Pattern NAME =
      Pattern.compile("kepler-exec-([0-9]{1,9})-[0-9a-f]{6}\\.scope");

  private final CgroupTree tree;
  private final int self = (int) ProcessHandle.current().pid();
  private Optional<ProcessCalls> calls = Optional.empty();
  private Optional<String> whyNoCgroup = Optional.empty();
  private boolean adoptsOrphans;
  private long made;

  /** Nothing is made yet. */
  public Places(CgroupTree tree) {
    this.tree = tree;
  }

  /** Looks, once, whether a cgroup can be made and moved into. */
  public void choose() {
    try {
      CommandCgroup trial = CommandCgroup.make(tree, OwnFiles.here(), name());
      try {
        whyNoCgroup = whyNotMovedInto(trial);
        trial.removeAbandoned(Places::isAbandoned);
      } finally {
        trial.remove();
      }
    } catch (IOException e) {
      whyNoCgroup = Optional.of(String.valueOf(e.getMessage()));
    }
    if (whyNoCgroup.isPresent()) {
      ProcessCalls bound = ProcessCalls.bind();
      adoptsOrphans = bound.adoptOrphans();
      calls = Optional.of(bound);
    }
  }

  /** Why the command has no cgroup of its own; empty where it has. */
  public Optional<String> whyNoCgroup() {
    return whyNoCgroup;
  }

  /** Whether orphans are seen where there is no cgroup. */
  public boolean adoptsOrphans() {
    return adoptsOrphans;
  }

  /** A new place. */
  public Place make() throws ExecException {
    try {
      made++;
      if (whyNoCgroup.isEmpty()) {
        return new CgroupPlace(CommandCgroup.make(tree, OwnFiles.here(), name()));
      }
      TreeCounter counter =
          new TreeCounter(HostFiles.own(), self, pid -> calls.ifPresent(libc -> libc.reap(pid)));
      return new TreePlace(counter, name(), -made);
    } catch (UnreadableException e) {
      throw new ExecException(
          ExecException.CANNOT_MEASURE, "cannot follow processes: " + e.getMessage());
    } catch (IOException e) {
      throw new ExecException(ExecException.CANNOT_MEASURE, String.valueOf(e.getMessage()));
    }
  }

  /** Its name has the pid of who made it. */
  static boolean isAbandoned(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches() && ProcessHandle.of(Long.parseLong(matcher.group(1))).isEmpty();
  }

  private String name() {
    return "kepler-exec-%d-%06x.scope"
        .formatted(self, ThreadLocalRandom.current().nextInt(1 << 24));
  }

  /** Whether a process gets in depends on more rights than whether the folder can be made. */
  private static Optional<String> whyNotMovedInto(CommandCgroup trial) throws IOException {
    List<String> line = CgroupPlace.move(trial);
    line.add("true");
    Process process =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    boolean moved = process.onExit().join().exitValue() == 0;
    return moved
        ? Optional.empty()
        : Optional.of("no process can be moved into " + trial.processesFile().getParent());
  }
}

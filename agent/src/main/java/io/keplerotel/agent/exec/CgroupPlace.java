// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.exec;

import io.keplerotel.agent.linux.fs.CommandCgroup;
import io.keplerotel.agent.model.CgroupBirth;
import io.keplerotel.agent.usage.command.CgroupCounter;
import io.keplerotel.agent.usage.command.CommandCounter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

/** A cgroup of the command's own. */
final class CgroupPlace implements Place {
  private static final Logger LOG = System.getLogger(CgroupPlace.class.getName());

  /** The shell moves itself, and becomes the command: the pid stays, and so does the terminal. */
  private static final List<String> MOVE =
      List.of("/bin/sh", "-c", "echo $$ > \"$0\" && exec \"$@\"");

  private final CommandCgroup cgroup;
  private final CommandCounter counter;

  CgroupPlace(CommandCgroup cgroup) {
    this.cgroup = cgroup;
    this.counter = new CgroupCounter(cgroup);
  }

  /** What moves a command into it, to be followed by the command. */
  static List<String> move(CommandCgroup into) {
    List<String> line = new ArrayList<>(MOVE);
    line.add(into.processesFile().toString());
    return line;
  }

  @Override
  public CgroupBirth cgroup() {
    return cgroup.birth();
  }

  @Override
  public CommandCounter counter() {
    return counter;
  }

  @Override
  public List<String> enter(List<String> command) {
    List<String> line = move(cgroup);
    line.addAll(command);
    return line;
  }

  @Override
  public void entered(int pid) {
    // It has moved itself.
  }

  @Override
  public void close() {
    if (!cgroup.remove()) {
      LOG.log(
          Level.WARNING,
          "cannot remove the cgroup {0}; remove it with rmdir once it is empty",
          cgroup.processesFile().getParent());
    }
  }
}

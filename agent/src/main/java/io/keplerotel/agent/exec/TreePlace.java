// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.exec;

import io.keplerotel.agent.model.CgroupBirth;
import io.keplerotel.agent.model.CgroupBirth.Hierarchy;
import io.keplerotel.agent.usage.command.CommandCounter;
import io.keplerotel.agent.usage.command.TreeCounter;
import java.util.List;

/** The tree of processes below this one. */
final class TreePlace implements Place {
  private final TreeCounter counter;
  private final CgroupBirth standIn;

  /**
   * Of all that is started from now on.
   *
   * @param name stands for the path of a cgroup; no cgroup has it
   * @param id stands for the id of a cgroup, less than 0
   */
  TreePlace(TreeCounter counter, String name, long id) {
    this.counter = counter;
    this.standIn = new CgroupBirth(Hierarchy.UNIFIED, id, "/" + name);
  }

  @Override
  public CgroupBirth cgroup() {
    return standIn;
  }

  @Override
  public CommandCounter counter() {
    return counter;
  }

  @Override
  public List<String> enter(List<String> command) {
    return command;
  }

  @Override
  public void entered(int pid) {
    counter.root(pid);
  }

  @Override
  public void close() {
    // Nothing was made.
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.exec;

import io.keplerotel.agent.model.CgroupBirth;
import io.keplerotel.agent.usage.command.CommandCounter;
import java.util.List;

/** Where one run of a command is told apart from all else. For one thread. */
public interface Place extends AutoCloseable {
  /** Its cgroup, or what stands for that. */
  CgroupBirth cgroup();

  /** Its CPU time. */
  CommandCounter counter();

  /** The command line that begins in this place and goes on as the command. */
  List<String> enter(List<String> command);

  /** The command's first process is there. */
  void entered(int pid);

  /** What the command has left behind goes on somewhere else. */
  @Override
  void close();
}

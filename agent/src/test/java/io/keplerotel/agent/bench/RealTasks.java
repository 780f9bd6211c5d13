// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.bench;

import io.keplerotel.agent.linux.fs.CgroupHierarchy;
import io.keplerotel.agent.linux.fs.CgroupTree;
import io.keplerotel.agent.linux.fs.HostFiles;
import java.io.IOException;

/** Real tasks in real cgroups, until closed; {@code bench/tasks} makes them. */
final class RealTasks implements AutoCloseable {
  private final Process process;

  private RealTasks(Process process) {
    this.process = process;
  }

  static RealTasks start(int cgroups, int each, double periodSeconds) throws IOException {
    CgroupHierarchy unified =
        CgroupTree.find(HostFiles.own())
            .unified()
            .orElseThrow(() -> new IOException("this machine has no cgroup v2 tree"));
    Process process =
        new ProcessBuilder(
                "bench/tasks",
                unified.directory().toString(),
                Integer.toString(cgroups),
                Integer.toString(each),
                Double.toString(periodSeconds))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.inputReader().readLine() == null) {
      throw new IOException("bench/tasks ended early");
    }
    return new RealTasks(process);
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.onExit().join();
  }
}

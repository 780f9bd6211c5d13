// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import io.keplerotel.agent.exec.Signalled;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.ProcessKin;
import io.keplerotel.agent.linux.fs.SmallFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import io.keplerotel.agent.linux.process.ProcessCalls;
import io.keplerotel.agent.linux.process.Signals;
import java.util.List;

/** The signals that end a command are the command's while one runs. */
final class ExecSignals {
  private static final int SIGINT = 2;
  private static final List<String> NAMES = List.of("INT", "TERM", "HUP");

  private ExecSignals() {}

  /** Ctrl-C reaches the command by its terminal; what only this process was sent is handed on. */
  static Signalled watch() {
    Signalled signalled =
        new Signalled(
            (pid, signal) -> {
              if (signal != SIGINT || !isInForeground()) {
                ProcessCalls.bind().send(pid, signal);
              }
            });
    NAMES.forEach(name -> Signals.watch(name, signalled::told));
    return signalled;
  }

  private static boolean isInForeground() {
    int self = (int) ProcessHandle.current().pid();
    try {
      String stat = new SmallFile().text(HostFiles.own().processStat(self));
      return ProcessKin.parse(self, stat).filter(ProcessKin::isInForeground).isPresent();
    } catch (UnreadableException ignored) {
      // Without procfs the signal is rather sent twice than not at all.
      return false;
    }
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.guests;

import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.thread.LastingTurn;
import java.lang.System.Logger;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Hands each guest what it has used, after each tick, on a thread of its own: no tick waits for a
 * slow disk. A guest gets what it has used in all, so that nothing is lost where one is left out.
 */
public final class GuestExport implements AutoCloseable {
  /** Where it is said what does not work. */
  public static final String NAME = "vm.export";

  private static final Logger LOG = System.getLogger(GuestExport.class.getName());

  private final GuestTrees trees;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          turn -> {
            Thread made = new Thread(turn, NAME);
            made.setDaemon(true);
            return made;
          });
  private final AtomicReference<Snapshot> next = new AtomicReference<>();
  private final LastingTurn turn =
      new LastingTurn(
          this::write,
          failure -> {},
          LOG,
          "guests were not told what they have used; they are at the next tick; please report this");
  private volatile List<Fault> faults = List.of();

  /** Into folders of this one. */
  public GuestExport(Path parent) {
    this.trees = new GuestTrees(parent);
  }

  /** Takes what a tick has published, and returns at once: what did not work the last time. */
  public List<Fault> after(Snapshot snapshot) {
    if (next.getAndSet(snapshot) == null) {
      try {
        thread.execute(turn);
      } catch (RejectedExecutionException ignored) {
        // It was closed meanwhile.
      }
    }
    return faults;
  }

  /** Leaves all as it is: guests go on with it, and so does the next agent. */
  @Override
  public void close() {
    thread.shutdown();
  }

  private void write() {
    Snapshot snapshot = next.getAndSet(null);
    if (snapshot != null) {
      faults = trees.write(snapshot);
    }
  }
}

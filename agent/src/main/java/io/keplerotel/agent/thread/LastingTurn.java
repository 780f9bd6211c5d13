// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.thread;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;

/**
 * One turn of a background thread, which is to be followed by others whatever it threw: an executor
 * that is given a plain task ends it without a word. What is thrown is said once for each reason.
 * For one thread.
 */
public final class LastingTurn implements Runnable {
  private final Runnable turn;
  private final Consumer<Throwable> failed;
  private final Logger log;
  private final String words;
  private String lastFailure = "";

  /**
   * Runs nothing by itself: a thread calls it, turn after turn.
   *
   * @param failed is told of each turn that threw
   * @param log of whom it is
   * @param words what a turn that threw means, for the log
   */
  public LastingTurn(Runnable turn, Consumer<Throwable> failed, Logger log, String words) {
    this.turn = turn;
    this.failed = failed;
    this.log = log;
    this.words = words;
  }

  @Override
  public void run() {
    try {
      turn.run();
      lastFailure = "";
    } catch (Throwable e) { // Also an Error: whatever it is, the next turn may go well.
      say(e);
      tell(e);
    }
  }

  private void say(Throwable failure) {
    String reason = failure.toString();
    if (!reason.equals(lastFailure)) {
      log.log(Level.ERROR, words, failure);
    }
    lastFailure = reason;
  }

  private void tell(Throwable failure) {
    try {
      failed.accept(failure);
    } catch (Throwable e) { // Who is told must not end the thread either.
      log.log(Level.ERROR, words, e);
    }
  }
}

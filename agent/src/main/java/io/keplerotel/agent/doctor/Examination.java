// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.doctor;

import io.keplerotel.agent.doctor.Report.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Makes all checks at once, each on a thread of its own, and waits for none of them for longer than
 * its patience: what hangs is said to hang.
 */
public final class Examination {
  private final Duration patience;

  /**
   * An examination.
   *
   * @param patience for all checks together
   */
  public Examination(Duration patience) {
    this.patience = patience;
  }

  /** Looks at everything, and returns what was found in the order of the checks. */
  public Report of(String version, List<Section> sections) {
    long endNs = System.nanoTime() + patience.toNanos();
    List<List<Begun>> begun =
        sections.stream()
            .map(section -> section.checks().stream().map(Examination::begin).toList())
            .toList();
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < sections.size(); i++) {
      List<Finding> findings = new ArrayList<>();
      begun.get(i).forEach(check -> findings.addAll(end(check, endNs)));
      parts.add(new Part(sections.get(i).title(), findings));
    }
    return new Report(version, parts);
  }

  private record Begun(String topic, CompletableFuture<List<Finding>> findings) {}

  private static Begun begin(Check check) {
    CompletableFuture<List<Finding>> findings = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("doctor-" + check.topic())
        .start(
            () -> {
              try {
                findings.complete(check.look().find());
              } catch (Throwable e) {
                // An Error too: the others are still to be heard.
                findings.completeExceptionally(e);
              }
            });
    return new Begun(check.topic(), findings);
  }

  private List<Finding> end(Begun check, long endNs) {
    try {
      long leftNs = Math.max(0, endNs - System.nanoTime());
      return check.findings().get(leftNs, TimeUnit.NANOSECONDS);
    } catch (TimeoutException ignored) {
      // That it hangs is what there is to say.
      return List.of(
          Finding.problem(
              check.topic(),
              "it hangs: there was no answer within %d s".formatted(patience.toSeconds()),
              "the agent may hang there too; see what its files or its server are doing"));
    } catch (ExecutionException e) {
      return List.of(failed(check.topic(), Objects.requireNonNullElse(e.getCause(), e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of(Finding.problem(check.topic(), "it was interrupted", "ask again"));
    }
  }

  private static Finding failed(String topic, Throwable failure) {
    // Of a check that has waited for another one.
    boolean isOthers = failure instanceof ExecutionException && failure.getCause() != null;
    Throwable cause = isOthers ? Objects.requireNonNull(failure.getCause()) : failure;
    String message = cause.getMessage();
    return message == null || cause instanceof Error
        ? Finding.problem(topic, "the check itself failed: " + cause, "please report this")
        : Finding.of(topic, Verdict.PROBLEM, message);
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.otlp;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Pushes nothing, once, to wherever the settings would have metrics pushed. */
public final class PushTrial {
  private static final String RETRIES_OFF = "otel.java.exporter.otlp.retry.disabled";

  private final WatchedSenders senders = new WatchedSenders();
  private final List<Tried> tried = new ArrayList<>();

  private PushTrial() {}

  /**
   * How a push went.
   *
   * @param target where it went, without secrets
   * @param arrived whether it was taken
   * @param reason why it was not, in the server's or the network's words, without secrets
   * @param hint what may help
   */
  public record Result(String target, boolean arrived, String reason, String hint) {}

  private record Tried(MetricExporter exporter, WatchedSenders.Line line) {}

  /**
   * Tries all targets; none where the settings want no push.
   *
   * @param environment the process' variables
   * @param patience for all answers together
   * @throws IllegalArgumentException if a setting is wrong; the message says which
   */
  public static List<Result> of(Map<String, String> environment, Duration patience) {
    return of(environment, Map.of(), patience);
  }

  /** The same with {@code otel.*} settings where the environment has none. */
  static List<Result> of(
      Map<String, String> environment, Map<String, String> defaults, Duration patience) {
    PushTrial trial = new PushTrial();
    SdkLogs logs = new SdkLogs();
    logs.quiet();
    OpenTelemetrySdk sdk =
        new PushSdk(trial.senders, trial::keep, once(defaults)).build(environment);
    try {
      return trial.push(patience);
    } finally {
      // Whoever is slow to close is left behind: the process ends soon.
      CompletableResultCode unused = sdk.shutdown();
    }
  }

  /** The first failure is the answer. */
  private static Map<String, String> once(Map<String, String> defaults) {
    Map<String, String> once = new HashMap<>(defaults);
    once.put(RETRIES_OFF, "true");
    return once;
  }

  /** What the SDK is given in its place sends nothing of its own accord. */
  private MetricExporter keep(MetricExporter exporter) {
    return senders
        .take()
        .<MetricExporter>map(
            line -> {
              tried.add(new Tried(exporter, line));
              return new Silent(exporter);
            })
        .orElseGet(() -> new Silent(exporter));
  }

  private List<Result> push(Duration patience) {
    List<CompletableResultCode> pushes =
        tried.stream().map(each -> each.exporter().export(List.of())).toList();
    long endNs = System.nanoTime() + patience.toNanos();
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < pushes.size(); i++) {
      CompletableResultCode push = pushes.get(i);
      push.join(Math.max(1, endNs - System.nanoTime()), TimeUnit.NANOSECONDS);
      results.add(result(tried.get(i).line(), push, patience));
    }
    return results;
  }

  private static Result result(
      WatchedSenders.Line line, CompletableResultCode push, Duration patience) {
    Destination destination = line.destination();
    PushAnswer answer =
        push.isDone()
            ? line.take()
                .orElseGet(
                    () ->
                        push.isSuccess()
                            ? new PushAnswer(PushAnswer.Outcome.ACCEPTED, 0, "")
                            : PushAnswer.of(push.getFailureThrowable()))
            : new PushAnswer(
                PushAnswer.Outcome.FAILED, 0, "no answer within " + patience.toSeconds() + " s");
    return new Result(
        destination.shown(),
        answer.arrived(),
        destination.quote(answer.reason()),
        PushLog.hint(answer.outcome()));
  }

  private static final class Silent extends WrappingExporter {
    Silent(MetricExporter delegate) {
      super(delegate);
    }

    @Override
    public CompletableResultCode export(Collection<MetricData> metrics) {
      return CompletableResultCode.ofSuccess();
    }
  }
}

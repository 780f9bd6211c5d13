// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import io.keplerotel.agent.attribution.Booking;
import io.keplerotel.agent.attribution.Usage;
import io.keplerotel.agent.attribution.learnt.LearntWeights;
import io.keplerotel.agent.attribution.learnt.Weighed;
import io.keplerotel.agent.model.EventCounts;
import io.keplerotel.agent.model.EventCounts.Extent;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.usage.EventReading;
import io.keplerotel.agent.usage.EventSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What was counted and is not booked yet, and what it weighs. Nothing at all where nothing is
 * counted. Used by the sampler's thread only.
 */
final class EventWeights {
  private static final int MOST_PROCESSES = 100_000;

  private final Optional<EventSource> source;
  private final LearntWeights weights;
  private final WeightLog log;
  private final Map<ProcessKey, long[]> byProcess = new HashMap<>();
  private List<Long> lost;
  private Extent extent = Extent.WHOLE;

  EventWeights(Optional<EventSource> source) {
    this(source, new WeightLog(source.map(EventSource::events).orElse(List.of())));
  }

  EventWeights(Optional<EventSource> source, WeightLog log) {
    this.source = source;
    this.log = log;
    int events = source.map(each -> each.events().size()).orElse(0);
    this.weights = new LearntWeights(events);
    this.lost = Collections.nCopies(events, 0L);
  }

  /** Reads; what was not booked is kept. */
  void read(FaultLog faults, long nowNs) {
    source.ifPresent(from -> faults.report(from.name(), read(from), nowNs));
  }

  /** What the tick's use weighs. */
  Weighed weigh(List<Usage> cpu, long lostNs) {
    return source
        .map(
            from ->
                weights.weigh(cpu, lostNs, new EventCounts(from.events(), byProcess, lost, extent)))
        .orElse(Weighed.NOTHING);
  }

  /** The tick counts: learns from it, and forgets what was counted. */
  void booked(Booking booking, long elapsedNs) {
    if (source.isPresent()) {
      weights.learn(booking.measured(), elapsedNs);
      log.tell(weights.zones(), booking.measured());
      byProcess.clear();
      lost = Collections.nCopies(lost.size(), 0L);
      extent = Extent.WHOLE;
    }
  }

  private List<Fault> read(EventSource from) {
    try {
      EventReading reading = from.read();
      EventCounts counts = reading.counts();
      counts
          .byProcess()
          .forEach((process, own) -> byProcess.merge(process, own, EventWeights::sum));
      List<Long> before = lost;
      lost =
          IntStream.range(0, lost.size())
              .mapToObj(event -> before.get(event) + counts.lost().get(event))
              .toList();
      if (counts.extent() == Extent.PARTIAL || byProcess.size() > MOST_PROCESSES) {
        extent = Extent.PARTIAL;
        byProcess.clear();
      }
      return reading.faults();
    } catch (RuntimeException e) {
      extent = Extent.PARTIAL;
      return List.of(
          Fault.disabling(
              "reading", "it cannot be read: " + e + "; zones are divided by CPU time meanwhile"));
    }
  }

  private static long[] sum(long[] first, long[] second) {
    long[] sum = first.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += second[i];
    }
    return sum;
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.attribution.Booking;
import io.keplerotel.agent.attribution.Usage;
import io.keplerotel.agent.attribution.learnt.Weighed;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.EventCounts;
import io.keplerotel.agent.model.EventCounts.Extent;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.UsageKind;
import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.testing.RecordingLogger;
import io.keplerotel.agent.usage.EventReading;
import io.keplerotel.agent.usage.EventSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Counts on their way from their source to the ledger; one process does all. */
class EventWeightsTest {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final ProcessKey PROCESS = new ProcessKey(1, 1);
  private static final Zone PACKAGE =
      new Zone(
          "package-0", Component.PACKAGE, "0", Optional.empty(), "rapl-sysfs", Provenance.MEASURED);
  private static final UsageKind LEARNT = UsageKind.learnt("package-0");

  private final RecordingLogger faultLogger = new RecordingLogger();
  private final RecordingLogger weightLogger = new RecordingLogger();
  private final FaultLog faults = new FaultLog(faultLogger);
  private final Scripted source = new Scripted();
  private final EventWeights weights =
      new EventWeights(Optional.of(source), new WeightLog(source.events(), weightLogger));
  private final SplittableRandom random = new SplittableRandom(3);

  @Test
  void whereNothingIsCountedNothingIsWeighed() {
    EventWeights none = new EventWeights(Optional.empty());
    none.read(faults, 1);
    assertThat(none.weigh(usage(SECOND_NS), 0)).isEqualTo(Weighed.NOTHING);
    none.booked(Booking.NONE, SECOND_NS);
    assertThat(faultLogger.lines()).isEmpty();
  }

  @Test
  void onceTheyTellPowerTheyWeighAndTheLogSaysSoOnce() {
    learn();
    source.count = 2 * SECOND_NS;
    weights.read(faults, 1);
    Weighed weighed = weights.weigh(usage(SECOND_NS), 0);
    assertThat(weighed.kinds()).containsEntry(PACKAGE, LEARNT);
    assertThat(weighed.usages().getFirst().amount()).isBetween(9_900_000_000L, 10_100_000_000L);
    assertThat(weightLogger.lines())
        .singleElement()
        .asString()
        .startsWith("INFO package-0 is divided by counters, whose weights were learnt: CPU time 0")
        .containsPattern(
            "cycles (5\\.0|4\\.9)\\d nJ \\(they miss its power by [01]\\.\\d+ W, CPU time");
  }

  @Test
  void aTickThatFailsKeepsItsCountsForTheNext() {
    learn();
    source.count = SECOND_NS;
    weights.read(faults, 1);
    weights.weigh(usage(SECOND_NS), 0);
    weights.read(faults, 2);
    Weighed weighed = weights.weigh(usage(2 * SECOND_NS), 0);
    assertThat(weighed.usages().getFirst().amount()).isBetween(9_900_000_000L, 10_100_000_000L);
  }

  @Test
  void aSourceThatThrowsIsAFaultAndTheTickIsDividedByCpuTime() {
    learn();
    source.failure = "gone";
    weights.read(faults, 1);
    assertThat(weights.weigh(usage(SECOND_NS), 0)).isEqualTo(Weighed.NOTHING);
    weights.booked(Booking.NONE, SECOND_NS);
    assertThat(faultLogger.lines())
        .containsExactly(
            "WARNING counters: it cannot be read: java.lang.IllegalStateException: gone; zones are divided by CPU time meanwhile");
    source.failure = "";
    weights.read(faults, 2);
    assertThat(weights.weigh(usage(SECOND_NS), 0).kinds()).containsKey(PACKAGE);
  }

  @Test
  void anEventThatIsLostInMidRunIsToldAndCpuTimeDivides() {
    learn();
    source.extent = Extent.PARTIAL;
    source.faults = List.of(Fault.disabling("events", "cannot be read"));
    weights.read(faults, 1);
    assertThat(weights.weigh(usage(SECOND_NS), 0)).isEqualTo(Weighed.NOTHING);
    assertThat(faultLogger.lines()).containsExactly("WARNING counters: cannot be read");
  }

  @Test
  void thatAnEstimatedZoneStaysWithCpuTimeIsSaidOnce() {
    Zone estimated =
        new Zone(
            "package-0",
            Component.PACKAGE,
            "0",
            Optional.empty(),
            "trained_power_model",
            Provenance.ESTIMATED);
    for (int i = 0; i < 3; i++) {
      tick(estimated, SECOND_NS, 5_000_000);
    }
    assertThat(weightLogger.lines())
        .containsExactly(
            "INFO package-0 stays divided by CPU time: it is estimated from CPU time, so that counters tell nothing more");
  }

  /** 5 nJ for each count and nothing else, but 10 W. */
  private void learn() {
    for (int i = 0; i < 200; i++) {
      long count = random.nextLong(4 * SECOND_NS);
      tick(PACKAGE, count, 10_000_000 + count / 200);
    }
  }

  private void tick(Zone zone, long count, long energyUj) {
    source.count = count;
    weights.read(faults, 1);
    weights.weigh(usage(random.nextLong(SECOND_NS)), 0);
    weights.booked(
        new Booking(
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(new Booking.Measured(zone, energyUj))),
        SECOND_NS);
  }

  private static List<Usage> usage(long ns) {
    return List.of(new Usage(Workload.Pseudo.SYSTEM, PROCESS, "all", ns));
  }

  /** Returns what it was told. */
  private static final class Scripted implements EventSource {
    private long count;
    private String failure = "";
    private Extent extent = Extent.WHOLE;
    private List<Fault> faults = List.of();

    @Override
    public String name() {
      return "counters";
    }

    @Override
    public List<String> events() {
      return List.of("cycles");
    }

    @Override
    public EventReading read() {
      if (!failure.isEmpty()) {
        throw new IllegalStateException(failure);
      }
      return new EventReading(
          new EventCounts(events(), Map.of(PROCESS, new long[] {count}), List.of(0L), extent),
          faults);
    }

    @Override
    public void close() {
      // Nothing was opened.
    }
  }
}

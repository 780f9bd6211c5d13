// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.meter.Binding.Sight;
import io.keplerotel.agent.model.Snapshot.State;
import io.keplerotel.semconv.KeplerLabels;
import io.keplerotel.semconv.KeplerMetrics;
import io.keplerotel.semconv.OtlpAttributes;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BindingsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final long START_NS = START.getEpochSecond() * 1_000_000_000L;
  private static final long UNKNOWN_NS = 0;

  private final Recorder recorder = new Recorder();
  private final Slots slots = new Slots(List.of(slot(), slot()));
  private final Bindings bindings = new Bindings();

  @Test
  void aSeriesBeginsWithItsCounter() {
    assertThat(beginning("container", START, "web")).isEqualTo(START_NS);
    bindings.sweep();
    assertThat(beginning("container", START, "web")).isEqualTo(START_NS);
  }

  @Test
  void whatWasShownUnderAnotherNameBeforeHasNoBeginning() {
    assertThat(beginning("process", START, "sh")).isEqualTo(START_NS);
    bindings.sweep();
    assertThat(beginning("process", START, "java")).isEqualTo(UNKNOWN_NS);
    bindings.sweep();
    assertThat(beginning("process", START, "java")).isEqualTo(UNKNOWN_NS);
  }

  @Test
  void aCounterThatBeginsAnewIsAnother() {
    assertThat(beginning("process", START, "sh")).isEqualTo(START_NS);
    bindings.sweep();
    assertThat(beginning("process", START.plusSeconds(1), "java"))
        .isEqualTo(START_NS + 1_000_000_000L);
  }

  @Test
  void attributesStayTheSameObjectsWhileTheyAreEqual() {
    beginning("container", START, "web");
    Attributes first = recorder.attributes.getFirst();
    bindings.sweep();
    Binding binding = bindings.of("container", START);
    assertThat(binding.isBound(slots, "container", "other names", "", State.RUNNING)).isFalse();
    binding.bind(slots, labels("web"), new Sight("container", "other names", "", State.RUNNING));
    binding.record(new Use());
    assertThat(recorder.attributes).hasSize(4).allSatisfy(each -> assertThat(each).isSameAs(first));
  }

  @Test
  void whatACollectionDoesNotAskForIsForgotten() {
    beginning("process", START, "sh");
    bindings.sweep();
    bindings.sweep();
    assertThat(beginning("process", START, "java")).isEqualTo(START_NS);
  }

  private long beginning(String who, Instant since, String command) {
    Binding binding = bindings.of(who, since);
    if (!binding.isBound(slots, who, "", command, State.RUNNING)) {
      binding.bind(slots, labels(command), new Sight(who, "", command, State.RUNNING));
    }
    assertThat(binding.record(new Use())).isEqualTo(slots.size());
    Long sinceNs = recorder.attributes.getLast().get(OtlpAttributes.START_TIME_UNIX_NANO);
    assertThat(sinceNs).isNotNull();
    return sinceNs == null ? -1 : sinceNs;
  }

  private static Attributes labels(String command) {
    return Attributes.of(KeplerLabels.COMMAND, command);
  }

  private Slot slot() {
    Row row =
        new Row(
            KeplerMetrics.PROCESS_CPU_TIME_MS,
            Subject.PROCESS,
            new Row.Single(),
            Quantity.CPU_MILLISECONDS,
            Labels.NONE);
    return new Slot(row, recorder, ZoneGroup.none(""), Mode.BOTH);
  }

  private static final class Recorder implements ObservableDoubleMeasurement {
    private final List<Attributes> attributes = new ArrayList<>();

    @Override
    public void record(double value) {
      record(value, Attributes.empty());
    }

    @Override
    public void record(double value, Attributes labels) {
      attributes.add(labels);
    }
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage.counters;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.model.EventCounts;
import io.keplerotel.agent.model.EventCounts.Extent;
import io.keplerotel.agent.model.ProcessKey;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessCountsTest {
  private static final ProcessKey A = new ProcessKey(7, 1_000);
  private static final ProcessKey B = new ProcessKey(8, 2_000);

  private final ProcessCounts counts = new ProcessCounts(List.of("cycles", "misses"));

  @Test
  void whatWentOnSinceTheLastReadingCounts() {
    add(A, 100, new long[] {300, 5}, new long[] {0, 0});
    assertThat(read().byProcess().get(A)).containsExactly(300, 5);
    add(A, 150, new long[] {450, 6}, new long[] {0, 0});
    assertThat(read().byProcess().get(A)).containsExactly(150, 1);
  }

  @Test
  void whoDidNotRunIsAbsent() {
    add(A, 100, new long[] {300, 5}, new long[] {0, 0});
    read();
    add(A, 100, new long[] {300, 5}, new long[] {0, 0});
    assertThat(read().byProcess()).isEmpty();
  }

  @Test
  void anEventThatSharesThePmuIsScaledByTheTimeInWhichItWasOnIt() {
    add(A, 1_000, new long[] {3_000, 10}, new long[] {0, 750});
    assertThat(read().byProcess().get(A)).containsExactly(3_000, 40);
    // Of the second reading only what is new counts: 400 of 1000 ns were not seen.
    add(A, 2_000, new long[] {6_000, 22}, new long[] {0, 1_150});
    assertThat(read().byProcess().get(A)).containsExactly(3_000, 20);
  }

  @Test
  void whoRanOnlyWhileAnEventWasNotOnThePmuIsTakenForTheAverage() {
    add(A, 1_000, new long[] {3_000, 60}, new long[] {0, 400});
    add(B, 500, new long[] {1_000, 0}, new long[] {0, 500});
    EventCounts read = read();
    assertThat(read.byProcess().get(A)).containsExactly(3_000, 100);
    assertThat(read.byProcess().get(B)).containsExactly(1_000, 50);
    assertThat(read.extent()).isEqualTo(Extent.WHOLE);
  }

  @Test
  void anEventThatWasNeverOnThePmuIsNotKnownOfAnybody() {
    add(A, 1_000, new long[] {3_000, 0}, new long[] {0, 1_000});
    assertThat(read().extent()).isEqualTo(Extent.PARTIAL);
  }

  @Test
  void greatCountsDoNotOverflowWhenTheyAreScaled() {
    long cycles = 4_000_000_000_000_000L;
    add(A, 2_000_000_000_000L, new long[] {cycles, 1}, new long[] {1_000_000_000_000L, 0});
    assertThat(read().byProcess().get(A)).containsExactly(2 * cycles, 1);
  }

  @Test
  void whoSleepsIsLetGoOfAndCountsFromTheBeginningWhenItRunsAgain() {
    add(A, 100, new long[] {300, 5}, new long[] {0, 0});
    read();
    assertThat(counts.letGo()).isEmpty();
    read();
    read();
    assertThat(counts.letGo())
        .singleElement()
        .satisfies(key -> assertThat(process(key)).isEqualTo(A));
    add(A, 10, new long[] {20, 1}, new long[] {0, 0});
    assertThat(read().byProcess().get(A)).containsExactly(20, 1);
  }

  private EventCounts read() {
    return counts.counts(List.of(0L, 0L), Extent.WHOLE);
  }

  private void add(ProcessKey process, long ranNs, long[] events, long[] unseenNs) {
    ByteBuffer key = buffer(ProcessCounts.KEY_BYTES);
    key.putInt(0, process.pid()).putLong(8, process.startNs());
    ByteBuffer value = buffer(ProcessCounts.VALUE_BYTES);
    value.putLong(0, ranNs);
    for (int event = 0; event < events.length; event++) {
      value.putLong((1 + event) * Long.BYTES, events[event]);
      value.putLong((1 + ProcessCounts.MOST + event) * Long.BYTES, unseenNs[event]);
    }
    counts.add(key, value);
  }

  private static ProcessKey process(byte[] key) {
    ByteBuffer buffer = ByteBuffer.wrap(key).order(ByteOrder.nativeOrder());
    return new ProcessKey(buffer.getInt(0), buffer.getLong(8));
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
  }
}

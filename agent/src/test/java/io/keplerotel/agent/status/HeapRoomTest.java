// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.config.MetricLevel;
import io.keplerotel.agent.meter.NamedSnapshots;
import io.keplerotel.agent.meter.Snapshots;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.workload.NamedSnapshot;
import io.keplerotel.agent.workload.WorkloadNames;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HeapRoomTest {
  private static final long MIB = 1 << 20;

  private final FakeHeap heap = new FakeHeap();
  private long nowNs = 100_000_000_000L;
  private final HeapRoom room = room(EnumSet.allOf(MetricLevel.class));

  @Test
  void aPageIsMadeWhereThereIsRoom() {
    heap.both(20 * MIB);
    assertThat(room.reader().isThere()).isTrue();
    assertThat(room.tick()).isEmpty();
    assertThat(room.processes()).isEqualTo(100);
    assertThat(heap.clearedUp).isZero();
  }

  @Test
  void aPageWithoutItsManyContainersFitsWhereTheWholeDoesNot() {
    heap.both(92 * MIB);
    assertThat(crowded(EnumSet.allOf(MetricLevel.class)).reader().isThere()).isFalse();
    assertThat(crowded(EnumSet.of(MetricLevel.CONTAINER)).reader().isThere()).isFalse();
    assertThat(crowded(EnumSet.of(MetricLevel.UNIT)).reader().isThere()).isFalse();
    assertThat(
            crowded(EnumSet.of(MetricLevel.NODE, MetricLevel.POD, MetricLevel.PROCESS))
                .reader()
                .isThere())
        .isTrue();
  }

  private HeapRoom crowded(Set<MetricLevel> levels) {
    return new HeapRoom(heap, () -> named(Snapshots.crowd(1_000)), 100, levels, () -> nowNs);
  }

  private HeapRoom room(Set<MetricLevel> levels) {
    return new HeapRoom(heap, () -> named(Snapshots.at(1)), 100, levels, () -> nowNs);
  }

  @Test
  void aPageIsRefusedBeforeMemoryEnds() {
    heap.both(99 * MIB);
    Room reader = room.reader();
    assertThat(reader.isThere()).isFalse();
    assertThat(reader.isThere()).isFalse();
    assertThat(room.state().refused()).isEqualTo(2);
    assertThat(room.tick())
        .singleElement()
        .satisfies(
            fault ->
                assertThat(fault.message())
                    .contains("99 of 100 MiB", "2 pages were refused", "50 of 100 processes"));
  }

  /** What is garbage is no reason to refuse, but all threads wait while it is cleared up. */
  @Test
  void garbageIsClearedUpBeforeAPageIsRefusedAndNotAtEveryTurn() {
    heap.usedBytes = 99 * MIB;
    heap.liveBytes = 40 * MIB;
    Room reader = room.reader();
    assertThat(reader.isThere()).isTrue();
    assertThat(heap.clearedUp).isEqualTo(1);
    heap.both(99 * MIB);
    for (int time = 0; time < 5; time++) {
      assertThat(reader.isThere()).isFalse();
    }
    assertThat(heap.clearedUp).isEqualTo(1);
    after(Duration.ofSeconds(10));
    assertThat(reader.isThere()).isFalse();
    assertThat(heap.clearedUp).isEqualTo(2);
  }

  @Test
  void fewerProcessesAreShownWhileMemoryIsShort() {
    heap.both(99 * MIB);
    room.tick();
    assertThat(room.processes()).isEqualTo(50);
    room.tick();
    assertThat(room.processes()).isEqualTo(50);
    for (int half : new int[] {25, 13, 7, 4, 2, 1, 1}) {
      after(Duration.ofSeconds(10));
      room.tick();
      assertThat(room.processes()).isEqualTo(half);
    }
  }

  @Test
  void allComesBackByItself() {
    heap.both(99 * MIB);
    after(Duration.ofSeconds(10));
    assertThat(room.reader().isThere()).isFalse();
    room.tick();
    assertThat(room.processes()).isEqualTo(50);
    heap.both(30 * MIB);
    assertThat(room.reader().isThere()).isTrue();
    after(Duration.ofSeconds(59));
    assertThat(room.tick()).isNotEmpty();
    after(Duration.ofSeconds(1));
    assertThat(room.tick()).isEmpty();
    assertThat(room.processes()).isEqualTo(100);
  }

  /** Left alone, the collector lets the heap grow up to its limit, whatever is in it. */
  @Test
  void theHeapStaysNearWhatIsInIt() {
    heap.both(20 * MIB);
    after(Duration.ofSeconds(10));
    room.tick();
    assertThat(heap.clearedUp).isEqualTo(1);
    heap.usedBytes = 25 * MIB;
    room.tick();
    assertThat(heap.clearedUp).isEqualTo(1);
    heap.usedBytes = 26 * MIB;
    room.tick();
    assertThat(heap.clearedUp).isEqualTo(2);
    assertThat(heap.usedBytes).isEqualTo(20 * MIB);
  }

  /** A heap that was never cleared up cannot tell garbage from what is in use. */
  @Test
  void whatTheStartLeftIsClearedUpOnce() {
    heap.both(10 * MIB);
    after(Duration.ofMillis(9_999));
    room.tick();
    assertThat(heap.clearedUp).isZero();
    after(Duration.ofMillis(1));
    room.tick();
    after(Duration.ofSeconds(10));
    room.tick();
    assertThat(heap.clearedUp).isEqualTo(1);
  }

  @Test
  void labelsThatAreKeptTakeTheirRoomOnce() {
    Room reader = room.reader();
    heap.both(20 * MIB);
    assertThat(reader.isThere()).isTrue();
    // 8 with their own figures and 4 owners, and 13 series each at 5 groups of zones.
    long series = 12 * 13;
    heap.both(100 * MIB - 100 * MIB / 16 - series * 128);
    assertThat(reader.isThere()).isTrue();
    assertThat(room.reader().isThere()).isFalse();
  }

  private void after(Duration time) {
    nowNs += time.toNanos();
  }

  private static final class FakeHeap implements Heap {
    private long usedBytes;
    private long liveBytes;
    private int clearedUp;

    void both(long bytes) {
      usedBytes = bytes;
      liveBytes = bytes;
    }

    @Override
    public long limitBytes() {
      return 100 * MIB;
    }

    @Override
    public long usedBytes() {
      return usedBytes;
    }

    @Override
    public long liveBytes() {
      return liveBytes;
    }

    @Override
    public void clearUp() {
      clearedUp++;
      usedBytes = liveBytes;
    }
  }

  private static NamedSnapshot named(Snapshot snapshot) {
    return NamedSnapshots.of(snapshot, WorkloadNames.unknown());
  }
}

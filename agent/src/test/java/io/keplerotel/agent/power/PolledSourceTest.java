// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.testing.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PolledSourceTest {
  private static final TickLoad TICK = new TickLoad(1_000_000_000, 0, 1);
  private static final Zone ZONE =
      new Zone("platform", Component.PLATFORM, "", Optional.empty(), "bmc", Provenance.MEASURED);

  private final AtomicInteger polls = new AtomicInteger();
  private final CountDownLatch ends = new CountDownLatch(1);
  private volatile Supplier<PowerReading> answer = () -> counter(0);

  @AfterEach
  void letGo() {
    ends.countDown();
  }

  @Test
  void eachAnswerIsHandedOverOnceWithItsTime() throws InterruptedException {
    answer =
        () -> {
          hang();
          return counter(polls.get());
        };
    PolledSource source = polled(Duration.ofMillis(20), Duration.ofSeconds(10));
    assertThat(source.discover().whyNot())
        .hasValueSatisfying(why -> assertThat(why).contains("bmc has not answered yet"));
    ends.countDown();
    Reading first = some(() -> source.read(TICK).readings()).getFirst();
    Reading second = some(() -> source.read(TICK).readings()).getFirst();
    assertThat(((Reading.Counter) second).energyUj())
        .isGreaterThan(((Reading.Counter) first).energyUj());
    assertThat(second.when().ageNs()).isBetween(0L, Duration.ofSeconds(5).toNanos());
    answer = () -> new PowerReading(List.of(), List.of());
    int now = polls.get();
    Waiting.until(() -> polls.get() > now + 1);
    source.read(TICK);
    assertThat(source.read(TICK).readings()).isEmpty();
  }

  @Test
  void theStartWaitsForAFirstAnswerWhereThatIsWanted() {
    answer = () -> counter(7);
    PolledSource source = polled(Duration.ofDays(1), Duration.ofDays(1), Duration.ofSeconds(20));
    assertThat(source.discover().zones()).containsExactly(ZONE);
    assertThat(source.read(TICK).readings()).hasSize(1);
  }

  @Test
  void aFirstAnswerThatIsAFaultSaysWhyThereIsNone() {
    answer = () -> new PowerReading(List.of(), List.of(new Fault("all", "401 Unauthorized")));
    PolledSource source = polled(Duration.ofDays(1), Duration.ofDays(1), Duration.ofSeconds(20));
    assertThat(source.discover().whyNot()).hasValue("401 Unauthorized");
  }

  @Test
  void theStartDoesNotWaitForLongerThanIsWanted() {
    answer =
        () -> {
          hang();
          return counter(1);
        };
    PolledSource source = polled(Duration.ofDays(1), Duration.ofDays(1), Duration.ofMillis(5));
    assertThat(source.discover().isPending()).isTrue();
  }

  @Test
  void powersThatNoTickHasSeenYetBecomeTheirMean() throws InterruptedException {
    answer = () -> power(polls.get() <= 1 ? 0 : 100_000_000);
    PolledSource source = polled(Duration.ofMillis(20), Duration.ofSeconds(10));
    source.discover();
    Waiting.until(() -> polls.get() > 10);
    Reading.Power power = (Reading.Power) source.read(TICK).readings().getFirst();
    // The first one has no length yet: nobody knows what was before.
    assertThat(power.powerUw()).isEqualTo(100_000_000);
    assertThat(power.when().lengthNs()).isGreaterThan(Duration.ofMillis(100).toNanos());
  }

  @Test
  void oneThatHangsDelaysNoTickAndIsAFault() throws InterruptedException {
    answer =
        () -> {
          hang();
          return counter(1);
        };
    PolledSource source = polled(Duration.ofMillis(1), Duration.ofMillis(1));
    source.discover();
    List<Fault> faults = some(() -> source.read(TICK).faults());
    assertThat(faults.getFirst().message()).contains("has not answered for 0 s");
    ends.countDown();
    Waiting.until(() -> source.read(TICK).faults().isEmpty());
  }

  @Test
  void whateverAPollThrowsItIsAskedAgain() throws InterruptedException {
    answer =
        () -> {
          if (polls.get() == 1) {
            throw new StackOverflowError("on purpose");
          }
          if (polls.get() == 2) {
            throw new IllegalStateException("on purpose");
          }
          return counter(7);
        };
    PolledSource source = polled(Duration.ofMillis(1), Duration.ofSeconds(10));
    source.discover();
    assertThat(some(() -> source.read(TICK).readings())).hasSize(1);
    assertThat(polls.get()).isGreaterThanOrEqualTo(3);
  }

  @Test
  void oneThatFailsIsAskedLessAndLessOften() throws InterruptedException {
    answer = () -> new PowerReading(List.of(), List.of(new Fault("all", "401 Unauthorized")));
    PolledSource source = polled(Duration.ofMillis(10), Duration.ofSeconds(10));
    source.discover();
    long beganNs = System.nanoTime();
    Waiting.until(() -> polls.get() == 6);
    // 20 + 40 + 80 + 160 + 160 ms.
    assertThat(System.nanoTime() - beganNs).isGreaterThan(Duration.ofMillis(400).toNanos());
    assertThat(source.read(TICK).faults())
        .extracting(Fault::message)
        .containsExactly("401 Unauthorized");
  }

  /** The first list that is not empty. */
  private static <T> List<T> some(Supplier<List<T>> lists) throws InterruptedException {
    List<T> found = new ArrayList<>();
    Waiting.until(
        () -> {
          found.addAll(lists.get());
          return !found.isEmpty();
        });
    return found;
  }

  private PolledSource polled(Duration every, Duration patience) {
    return polled(every, patience, Duration.ZERO);
  }

  private PolledSource polled(Duration every, Duration patience, Duration first) {
    PowerSource asked =
        new PowerSource() {
          @Override
          public Discovery discover() {
            return Discovery.of(List.of(ZONE));
          }

          @Override
          public PowerReading read(TickLoad load) {
            polls.incrementAndGet();
            return answer.get();
          }
        };
    return new PolledSource(asked, "bmc", new PolledSource.Pace(every, patience, first));
  }

  private void hang() {
    try {
      ends.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static PowerReading counter(long energyUj) {
    return new PowerReading(List.of(new Reading.Counter(ZONE, energyUj, 0)), List.of());
  }

  private static PowerReading power(long powerUw) {
    return new PowerReading(
        List.of(new Reading.Power(ZONE, powerUw, OptionalLong.empty())), List.of());
  }
}

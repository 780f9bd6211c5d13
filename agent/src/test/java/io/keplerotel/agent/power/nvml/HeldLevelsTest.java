// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.nvml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The rule of levels on a card that tells what an H200 with driver 580.159 told of two processes
 * that took turns, one at work for 60 % of each 100 ms and one for 20 %: the heavier one at nearly
 * each poll, the lighter one at 2 to 5 of 20.
 */
class HeldLevelsTest {
  private static final long SECOND_NS = 1_000_000_000;
  private static final int HEAVY = 1;
  private static final int LIGHT = 2;

  private final HeldLevels levels = new HeldLevels();

  @Test
  void threeToOneThoughTheLighterIsSeldomSeen() {
    for (double seen : new double[] {0.1, 0.15, 0.25}) {
      Ratios ratios = polls(600, seen, new Random(7));
      assertThat(ratios.levels()).as("levels, seen at %s", seen).isCloseTo(3, within(0.35));
      assertThat(ratios.sums()).as("sums of samples, seen at %s", seen).isGreaterThan(9);
    }
  }

  @Test
  void aMinuteIsEnoughOnceTheLighterWasSeen() {
    levels.update(Set.of(HEAVY, LIGHT), Map.of(LIGHT, 20.0), SECOND_NS);
    assertThat(polls(60, 0.15, new Random(3)).levels()).isCloseTo(3, within(0.35));
  }

  @Test
  void aLevelHoldsForHalfAMinuteAndFadesInAnother() {
    levels.update(Set.of(HEAVY), Map.of(HEAVY, 40.0), SECOND_NS);
    assertThat(levels.update(Set.of(HEAVY), Map.of(), 30 * SECOND_NS)).containsEntry(HEAVY, 40.0);
    assertThat(levels.update(Set.of(HEAVY), Map.of(), 15 * SECOND_NS)).containsEntry(HEAVY, 20.0);
    assertThat(levels.update(Set.of(HEAVY), Map.of(), 15 * SECOND_NS)).isEmpty();
  }

  @Test
  void oneThatIsGoneHasNoLevelAndOneThatEndedSinceHasItsLast() {
    levels.update(Set.of(HEAVY, LIGHT), Map.of(HEAVY, 60.0, LIGHT, 20.0), SECOND_NS);
    assertThat(levels.update(Set.of(HEAVY), Map.of(LIGHT, 10.0), SECOND_NS))
        .isEqualTo(Map.of(HEAVY, 60.0, LIGHT, 10.0));
    assertThat(levels.update(Set.of(HEAVY, LIGHT), Map.of(), SECOND_NS))
        .isEqualTo(Map.of(HEAVY, 60.0));
  }

  @Test
  void heldLevelsNeverAddUpToMoreThanTheWholeCardWithTheFreshOnes() {
    levels.update(Set.of(1, 2, 3), Map.of(2, 60.0, 3, 20.0), SECOND_NS);
    assertThat(levels.update(Set.of(1, 2, 3), Map.of(1, 90.0), SECOND_NS))
        .isEqualTo(Map.of(1, 90.0, 2, 7.5, 3, 2.5));
    assertThat(levels.update(Set.of(1, 2, 3), Map.of(1, 100.0), SECOND_NS))
        .isEqualTo(Map.of(1, 100.0));
  }

  /** Heavy to light: by levels, and by sums of samples. */
  private record Ratios(double levels, double sums) {}

  private Ratios polls(int count, double lightIsSeen, Random random) {
    Map<Integer, Double> byLevels = new HashMap<>();
    Map<Integer, Double> bySums = new HashMap<>();
    for (int i = 0; i < count; i++) {
      Map<Integer, Double> samples = new HashMap<>();
      boolean light = random.nextDouble() < lightIsSeen;
      if (light) {
        samples.put(LIGHT, 19.0 + random.nextInt(3));
      }
      if (!light || random.nextBoolean()) {
        samples.put(HEAVY, 59.0 + random.nextInt(2));
      }
      samples.forEach((pid, percent) -> bySums.merge(pid, percent, Double::sum));
      levels
          .update(Set.of(HEAVY, LIGHT), samples, SECOND_NS)
          .forEach((pid, percent) -> byLevels.merge(pid, percent, Double::sum));
    }
    return new Ratios(heavyToLight(byLevels), heavyToLight(bySums));
  }

  private static double heavyToLight(Map<Integer, Double> sums) {
    return sums.getOrDefault(HEAVY, 0.0) / sums.getOrDefault(LIGHT, 0.0);
  }
}

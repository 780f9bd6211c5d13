// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.keplerotel.agent.model.Component;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CompletedTest {
  private static final double ROUNDING_W = 1e-6;

  @Test
  void nothingUsesMoreThanWhatItLiesIn() {
    Random random = new Random(5);
    for (int i = 0; i < 2_000; i++) {
      Map<Component, Curve> known = new EnumMap<>(Component.class);
      whole(random).forEach((component, curve) -> keep(known, random, component, curve));
      Map<Component, Curve> all = Completed.of(known, whole(random));

      for (int point = 0; point < Curve.POINTS; point++) {
        double inside = at(all, Component.PACKAGE, point) + at(all, Component.DRAM, point);
        assertThat(at(all, Component.PLATFORM, point)).isGreaterThanOrEqualTo(inside - ROUNDING_W);
        if (!known.containsKey(Component.CORE) && !known.containsKey(Component.UNCORE)) {
          assertThat(at(all, Component.PACKAGE, point))
              .isGreaterThanOrEqualTo(
                  at(all, Component.CORE, point) + at(all, Component.UNCORE, point) - ROUNDING_W);
        }
      }
      known.forEach(
          (component, curve) -> {
            if (component != Component.PLATFORM) {
              assertThat(all).containsEntry(component, curve);
            }
          });
    }
  }

  @Test
  void partsOfAPlatformThatIsKnownRiseWithIt() {
    Random random = new Random(6);
    Map<Component, Curve> typical = whole(random);
    Map<Component, Curve> all = Completed.of(Map.of(Component.PLATFORM, line(400, 1_000)), typical);

    for (Component part : List.of(Component.PACKAGE, Component.DRAM, Component.CORE)) {
      assertThat(at(all, part, 0))
          .isCloseTo(
              at(typical, part, 0) * 400 / at(typical, Component.PLATFORM, 0), within(ROUNDING_W));
      assertThat(at(all, part, 10)).isGreaterThanOrEqualTo(at(all, part, 0));
    }
  }

  @Test
  void withoutAWholeEstimateWhatIsKnownIsAll() {
    Map<Component, Curve> known = Map.of(Component.PACKAGE, line(1, 2));

    assertThat(Completed.of(known, Map.of())).isEqualTo(known);
  }

  private static void keep(
      Map<Component, Curve> known, Random random, Component component, Curve curve) {
    if (random.nextBoolean()) {
      known.put(component, curve);
    }
  }

  private static Map<Component, Curve> whole(Random random) {
    Curve core = rising(random);
    Curve uncore = rising(random);
    Curve dram = rising(random);
    Curve cores = sum(sum(core, uncore), rising(random));
    return Map.of(
        Component.CORE, core,
        Component.UNCORE, uncore,
        Component.PACKAGE, cores,
        Component.DRAM, dram,
        Component.PLATFORM, sum(sum(cores, dram), rising(random)));
  }

  private static Curve rising(Random random) {
    List<Double> watts = new ArrayList<>();
    double last = 1 + 20 * random.nextDouble();
    for (int i = 0; i < Curve.POINTS; i++) {
      watts.add(last);
      last += 10 * random.nextDouble();
    }
    return curve(watts);
  }

  private static Curve sum(Curve one, Curve other) {
    List<Double> watts = new ArrayList<>();
    for (int i = 0; i < Curve.POINTS; i++) {
      watts.add(one.watts().get(i) + other.watts().get(i));
    }
    return curve(watts);
  }

  private static Curve line(double idle, double full) {
    List<Double> watts = new ArrayList<>();
    for (int i = 0; i < Curve.POINTS; i++) {
      watts.add(idle + (full - idle) * i / 10);
    }
    return curve(watts);
  }

  private static Curve curve(List<Double> watts) {
    return new Curve(
        watts,
        watts.stream().map(w -> w * 0.8).toList(),
        watts.stream().map(w -> w * 1.2).toList());
  }

  private static double at(Map<Component, Curve> curves, Component component, int point) {
    return Optional.ofNullable(curves.get(component)).map(c -> c.watts().get(point)).orElse(0.0);
  }
}

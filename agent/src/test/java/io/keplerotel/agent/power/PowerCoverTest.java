// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keplerotel.agent.config.EstimateUse;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.Turnover;
import io.keplerotel.agent.model.Zone;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each component is covered by one source, the best that works. */
class PowerCoverTest {
  private static final long SECOND_NS = 1_000_000_000L;

  private final Fake rapl =
      new Fake("rapl", 100, Provenance.MEASURED, Component.PACKAGE, Component.DRAM);
  private final Fake perf = new Fake("perf", 90, Provenance.MEASURED, Component.PACKAGE);
  private final Fake bmc = new Fake("bmc", 50, Provenance.MEASURED, Component.PLATFORM);
  private final Fake model =
      new Fake(
          "model", 0, Provenance.ESTIMATED, Component.PACKAGE, Component.DRAM, Component.PLATFORM);
  private PowerReader cover = auto(EstimateUse.ALONE);

  @Test
  void eachComponentIsCoveredByTheBestThatHasIt() {
    rapl.zones.remove(Component.DRAM);
    run(5);
    assertThat(read()).containsExactlyInAnyOrder("rapl PACKAGE", "bmc PLATFORM");
  }

  @Test
  void aSourceThatCouldAddNothingIsNotEvenRead() {
    run(5);
    int reads = perf.reads;
    run(5);
    assertThat(perf.reads).isEqualTo(reads);
    assertThat(sample().bySource()).containsOnlyKeys("rapl", "bmc");
  }

  @Test
  void whereOneDiesTheNextTakesOverAtANamedMomentAndNothingIsCountedTwice() {
    run(5);
    rapl.silent = true;
    int ticks = 0;
    PowerSample sample = sample();
    for (; sample.takeovers().isEmpty(); sample = sample()) {
      assertThat(names(sample)).doesNotContain("perf PACKAGE");
      assertThat(++ticks).isLessThan(20);
    }
    assertThat(sample.takeovers())
        .singleElement()
        .satisfies(
            takeover -> {
              assertThat(takeover.component()).isEqualTo(Component.PACKAGE);
              assertThat(takeover.from()).isEqualTo("rapl");
              assertThat(takeover.to()).isEqualTo("perf");
              assertThat(takeover.silentNs()).isGreaterThanOrEqualTo(10 * SECOND_NS);
              assertThat(takeover.zones()).containsExactly(rapl.zone(Component.PACKAGE));
            });
    assertThat(names(sample)).contains("perf PACKAGE").doesNotContain("rapl PACKAGE");
    assertThat(sample.turnover().stopped()).containsExactly(rapl.zone(Component.PACKAGE));
    assertThat(start(sample, perf).baseline())
        .as("what perf showed when this tick began")
        .hasValueSatisfying(
            counter -> assertThat(counter.energyUj()).isEqualTo(perf.energyUj - Fake.STEP_UJ));
  }

  @Test
  void whoComesBackTakesOverAgainFromTheBeginningOfATick() {
    run(5);
    rapl.silent = true;
    run(30);
    assertThat(read()).contains("perf PACKAGE");
    rapl.silent = false;
    PowerSample sample = sample();
    while (sample.takeovers().isEmpty()) {
      assertThat(names(sample)).contains("perf PACKAGE");
      sample = sample();
    }
    assertThat(names(sample)).contains("rapl PACKAGE").doesNotContain("perf PACKAGE");
    assertThat(sample.turnover().stopped()).containsExactly(perf.zone(Component.PACKAGE));
    assertThat(sample.takeovers().getFirst().silentNs()).isZero();
    assertThat(start(sample, rapl).baseline())
        .as("what others counted until now is not rapl's")
        .isEmpty();
  }

  @Test
  void aReadingThatFailsNowAndThenIsNotTheEndOfASource() {
    run(5);
    for (int second = 0; second < 100; second++) {
      rapl.silent = second % 10 > 0;
      assertThat(names(sample())).doesNotContain("perf PACKAGE");
    }
  }

  @Test
  void whatWasDecidedInATickThatFailedIsDecidedAgain() {
    run(5);
    rapl.silent = true;
    PowerSample sample = sample();
    while (sample.takeovers().isEmpty()) {
      sample = cover.read(load());
      if (sample.takeovers().isEmpty()) {
        cover.booked();
      }
    }
    PowerSample again = cover.read(load());
    assertThat(again.takeovers()).hasSize(1);
    assertThat(again.turnover().started()).containsKey(perf.zone(Component.PACKAGE));
    cover.booked();
    assertThat(sample().takeovers()).isEmpty();
  }

  @Test
  void nothingIsEstimatedBesideAPlatformThatIsMeasured() {
    rapl.zones.clear();
    perf.zones.clear();
    run(5);
    assertThat(read()).containsExactly("bmc PLATFORM");
  }

  @Test
  void theRestIsEstimatedWhereThatIsAllowed() {
    rapl.zones.clear();
    perf.zones.clear();
    cover = auto(EstimateUse.REST);
    run(5);
    assertThat(read()).containsExactlyInAnyOrder("bmc PLATFORM", "model PACKAGE", "model DRAM");
  }

  @Test
  void nothingIsEstimatedWhereThatIsForbidden() {
    rapl.zones.clear();
    perf.zones.clear();
    cover = auto(EstimateUse.NEVER);
    bmc.zones.clear();
    int reads = model.reads;
    run(50);
    assertThat(read()).isEmpty();
    assertThat(model.reads).isEqualTo(reads);
  }

  @Test
  void theMachineIsEstimatedWhereNothingWorksAnyMoreThoughItWasFound() {
    rapl.zones.clear();
    perf.zones.clear();
    bmc.zones.clear();
    run(30);
    assertThat(read()).containsExactlyInAnyOrder("model PACKAGE", "model DRAM", "model PLATFORM");
  }

  @Test
  void aSourceThatThrowsTouchesNoOther() {
    bmc.fails = true;
    run(5);
    PowerSample sample = sample();
    assertThat(names(sample)).contains("rapl PACKAGE");
    assertThat(sample.bySource().get("bmc"))
        .satisfies(part -> assertThat(part.zones()).isEmpty())
        .satisfies(
            part ->
                assertThat(part.faults())
                    .extracting(Fault::message)
                    .singleElement()
                    .asString()
                    .contains("on purpose"));
  }

  @Test
  void theOrderThatWasNamedIsObeyed() {
    cover = PowerChoice.of(List.of("perf", "rapl"), EstimateUse.ALONE, offers()).cover();
    run(5);
    assertThat(read()).containsExactlyInAnyOrder("perf PACKAGE", "rapl DRAM");
  }

  @Test
  void whatIsNotOfferedCannotBeNamed() {
    assertThatThrownBy(() -> PowerChoice.of(List.of("nvml"), EstimateUse.ALONE, offers()))
        .hasMessage("no source of power is named nvml");
  }

  @Test
  void whatWasFoundAtTheStartIsAValue() {
    bmc.zones.clear();
    Map<String, Discovery> found =
        PowerChoice.of(List.of("auto"), EstimateUse.ALONE, offers()).found();
    assertThat(found).containsOnlyKeys("rapl", "perf", "bmc", "model");
    assertThat(found.get("bmc"))
        .isEqualTo(new Discovery(List.of(), Optional.of("this machine shows no zones")));
    assertThat(found.get("rapl"))
        .satisfies(rapl -> assertThat(rapl.whyNot()).isEmpty())
        .satisfies(rapl -> assertThat(rapl.zones()).hasSize(2));
  }

  private PowerReader auto(EstimateUse estimates) {
    return PowerChoice.of(List.of("auto"), estimates, offers()).cover();
  }

  private Set<PowerOffer> offers() {
    return Set.of(rapl.offer(), perf.offer(), bmc.offer(), model.offer());
  }

  private void run(int ticks) {
    for (int tick = 0; tick < ticks; tick++) {
      sample();
    }
  }

  private PowerSample sample() {
    PowerSample sample = cover.read(load());
    cover.booked();
    assertThat(sample.readings())
        .extracting(reading -> reading.zone().component())
        .as("nothing is covered twice")
        .doesNotHaveDuplicates();
    return sample;
  }

  private List<String> read() {
    return names(sample());
  }

  private static List<String> names(PowerSample sample) {
    return sample.readings().stream()
        .map(reading -> reading.zone().source() + " " + reading.zone().component())
        .toList();
  }

  private static Turnover.Start start(PowerSample sample, Fake source) {
    return Objects.requireNonNull(sample.turnover().started().get(source.zone(Component.PACKAGE)));
  }

  private static TickLoad load() {
    return new TickLoad(SECOND_NS, SECOND_NS / 2, 4);
  }

  /** Counters that move by the same each time; or, where it estimates, a constant power. */
  private static final class Fake implements PowerSource {
    static final long STEP_UJ = 9_000_000;

    private final PowerCard card;
    private final Map<Component, Zone> zones = new EnumMap<>(Component.class);
    private final Map<Component, Zone> all;
    private long energyUj;
    private boolean silent;
    private boolean fails;
    private int reads;

    Fake(String name, int precedence, Provenance provenance, Component... covers) {
      card = new PowerCard(name, precedence, Set.of(covers), provenance);
      for (Component component : covers) {
        String id = component == Component.DRAM ? "package-0/dram" : component + "-0";
        Optional<String> parent =
            component == Component.DRAM ? Optional.of("PACKAGE-0") : Optional.empty();
        zones.put(component, new Zone(id, component, "0", parent, name, provenance));
      }
      all = new EnumMap<>(zones);
    }

    PowerOffer offer() {
      return new PowerOffer(card, () -> this);
    }

    Zone zone(Component component) {
      return Objects.requireNonNull(all.get(component));
    }

    @Override
    public Discovery discover() {
      return Discovery.of(new ArrayList<>(zones.values()));
    }

    @Override
    public PowerReading read(TickLoad load) {
      reads++;
      energyUj += STEP_UJ;
      if (fails) {
        throw new IllegalStateException("on purpose");
      }
      List<Reading> readings = new ArrayList<>();
      for (Zone zone : silent ? List.<Zone>of() : zones.values()) {
        readings.add(
            card.provenance() == Provenance.MEASURED
                ? new Reading.Counter(zone, energyUj, 0)
                : new Reading.Power(zone, 30_000_000, OptionalLong.of(10_000_000)));
      }
      return new PowerReading(readings, List.of());
    }
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.model.IdlePolicy;
import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.model.Snapshot.ProcessEnergy;
import io.keplerotel.agent.model.Snapshot.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which processes are shown, through the ledger. */
class ProcessBoardTest extends LedgerFixture {
  /** Issue, D5: fewer processes are shown while memory is short. */
  @Test
  void theWeakestLeaveWhenThereAreFewerPlacesAndComeBackWithThem() {
    book(power(30, 10), List.of(A), usage(A, 1, 200), usage(A, 2, 100));
    assertThat(ledger.snapshot().processes()).hasSize(2);
    long othersUj = total(ledger.snapshot().otherProcesses().orElseThrow().energies(), 0);
    ledger.processes(1);
    for (int second = 0; second < 70; second++) {
      book(power(30, 10), List.of(A), usage(A, 1, 200), usage(A, 2, 100));
    }
    assertThat(ledger.snapshot().processes())
        .extracting(process -> process.process().pid())
        .containsExactly(1);
    assertThat(total(ledger.snapshot().otherProcesses().orElseThrow().energies(), 0))
        .isGreaterThan(othersUj);
    ledger.processes(100);
    book(power(30, 10), List.of(A), usage(A, 1, 200), usage(A, 2, 100));
    assertThat(ledger.snapshot().processes())
        .extracting(process -> process.process().pid())
        .containsExactlyInAnyOrder(1, 2);
  }

  @Test
  void aProcessIdUsedAgainIsAnotherProcessAndOnlyOneOfThemIsShown() {
    book(power(30, 10), List.of(A), new Usage(A, new ProcessKey(7, 1), "old", 100));
    book(power(30, 10), List.of(A), new Usage(A, new ProcessKey(7, 1), "old", 100));
    book(
        new Tick(
            at(),
            load(),
            power(30, 10),
            List.of(new Usage(A, new ProcessKey(7, 2), "new", 100)),
            0,
            List.of(A),
            Map.of(),
            List.of(new ProcessKey(7, 1))));
    book(power(30, 10), List.of(A), new Usage(A, new ProcessKey(7, 2), "new", 100));
    List<ProcessEnergy> processes = ledger.snapshot().processes();
    assertThat(processes).extracting(ProcessEnergy::command).containsExactly("new");
    assertThat(processes.getFirst().energies().dynamicUj(0)).isEqualTo(20_000_000);
    assertThat(processes.getFirst().since()).isEqualTo(START.plusSeconds(2));
  }

  @Test
  void aHeavierProcessGetsThePlaceOfALighterOneAndNoSeriesFalls() {
    for (int i = 0; i < 5; i++) {
      book(power(30, 10), List.of(A), usage(A, 1, 10_000), usage(A, 2, 20_000));
    }
    for (int i = 0; i < 200; i++) {
      book(
          power(30, 10),
          List.of(A),
          usage(A, 1, 100_000),
          usage(A, 2, 200_000),
          usage(A, 3, 900_000));
    }
    assertThat(ledger.snapshot().processes())
        .extracting(process -> process.process().pid())
        .containsExactlyInAnyOrder(2, 3);
  }

  @Test
  void aProcessThatSleepsForLongGivesItsPlaceBack() {
    book(power(30, 10), List.of(A), usage(A, 1, 1_000_000));
    for (int second = 0; second < 300; second++) {
      book(power(30, 10), List.of(A));
    }
    assertThat(ledger.snapshot().processes()).hasSize(1);
    for (int second = 0; second < 120; second++) {
      book(power(30, 10), List.of(A));
    }
    assertThat(ledger.snapshot().processes()).isEmpty();
    book(power(30, 10), List.of(A), usage(A, 1, 1_000_000));
    assertThat(ledger.snapshot().processes()).hasSize(1);
  }

  /** Issue, B1: 110 that burn for 4 s and end, then one burner, with 100 places. */
  @Test
  void aHeavyNewcomerIsShownWithinTwoTicksWhateverEndedBefore() {
    ledger = new Ledger(settings(IdlePolicy.EVEN, 100), START);
    for (int storm = 0; storm < 5; storm++) {
      List<Usage> usages = new ArrayList<>();
      List<ProcessKey> ended = new ArrayList<>();
      for (int i = 0; i < 110; i++) {
        usages.add(usage(A, 1_000 + storm * 110 + i, 10_000_000));
        ended.add(usages.getLast().process());
      }
      for (int second = 0; second < 4; second++) {
        book(power(30, 10), List.of(A), usages.toArray(Usage[]::new));
      }
      book(
          new Tick(
              at(), load(), power(30, 10), List.of(), 0, List.of(A), Map.of(), List.copyOf(ended)));
    }
    book(power(30, 10), List.of(A), usage(A, 1, 1_000_000_000));
    book(power(30, 10), List.of(A), usage(A, 1, 1_000_000_000));
    List<ProcessEnergy> shown = ledger.snapshot().processes();
    assertThat(shown)
        .filteredOn(process -> process.state() == State.RUNNING)
        .singleElement()
        .satisfies(process -> assertThat(process.process().pid()).isEqualTo(1))
        .satisfies(process -> assertThat(process.energies().dynamicUj(0)).isEqualTo(20_000_000L));
    assertThat(shown)
        .as("the last that ended keep their values, and there is a bound on them")
        .hasSize(101)
        .allSatisfy(process -> assertThat(process.energies().dynamicUj(0)).isPositive());
  }

  @Test
  void aHeavyNewcomerIsShownWithinTwoTicksThoughAllPlacesAreInUse() {
    ledger = new Ledger(settings(IdlePolicy.EVEN, 100), START);
    List<Usage> steady = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      steady.add(usage(A, 100 + i, 50_000_000));
    }
    for (int second = 0; second < 120; second++) {
      book(power(30, 10), List.of(A), steady.toArray(Usage[]::new));
    }
    for (int newcomer = 1; newcomer <= 20; newcomer++) {
      steady.add(usage(A, newcomer, 1_000_000_000));
    }
    book(power(30, 10), List.of(A), steady.toArray(Usage[]::new));
    book(power(30, 10), List.of(A), steady.toArray(Usage[]::new));
    assertThat(ledger.snapshot().processes())
        .filteredOn(process -> process.state() == State.RUNNING)
        .extracting(process -> process.process().pid())
        .hasSize(100)
        .contains(1, 2, 19, 20);
  }

  @Test
  void anEndedProcessKeepsItsLastValueForTheRetention() {
    book(power(30, 10), List.of(A), usage(A, 1, 1_000));
    book(power(30, 10), List.of(A), usage(A, 1, 1_000));
    end(1);
    for (int second = 0; second < 58; second++) {
      book(power(30, 10), List.of(A), usage(A, 2, 1_000), usage(A, 3, 1_000));
      assertThat(process(1).state()).isEqualTo(State.TERMINATED);
      assertThat(process(1).energies().dynamicUj(0)).isEqualTo(20_000_000);
    }
    book(power(30, 10), List.of(A));
    book(power(30, 10), List.of(A));
    assertThat(ledger.snapshot().processes())
        .extracting(process -> process.process().pid())
        .containsExactlyInAnyOrder(2, 3);
  }

  /** Issue, A4. */
  @Test
  void aThreadsLastRecordAfterItsLeadersDoesNotResetTheProcess() {
    book(power(30, 10), List.of(A), usage(A, 1, 1_000_000));
    book(power(30, 10), List.of(A), usage(A, 1, 1_000_000));
    end(1);
    book(power(30, 10), List.of(A), usage(A, 1, 500_000), usage(A, 2, 500_000));
    book(power(30, 10), List.of(A), usage(A, 2, 500_000));
    assertThat(process(1).state()).isEqualTo(State.TERMINATED);
    assertThat(process(1).energies().dynamicUj(0)).isEqualTo(20_000_000 + 10_000_000);
    assertThat(process(1).cpuUs()).isEqualTo(1_500);
    assertThat(process(1).since()).isEqualTo(START);
  }

  @Test
  void aThreadsLastRecordOfAProcessThatWasNotShownIsOfTheOthers() {
    book(power(30, 10), List.of(A));
    end(1);
    book(power(30, 10), List.of(A), usage(A, 1, 500));
    assertThat(ledger.snapshot().processes()).isEmpty();
    assertThat(ledger.snapshot().otherProcesses().orElseThrow().energies().dynamicUj(0))
        .isEqualTo(20_000_000);
  }

  @Test
  void oneThatWasDisplacedGoesOnWhereItsCountersStood() {
    ledger = new Ledger(settings(IdlePolicy.EVEN, 1), START);
    book(power(30, 10), List.of(A), usage(A, 1, 1_000));
    book(power(30, 10), List.of(A), usage(A, 1, 1_000));
    book(power(30, 10), List.of(A), usage(A, 2, 9_000));
    assertThat(process(1).state()).isEqualTo(State.TERMINATED);
    book(power(30, 10), List.of(A), usage(A, 1, 90_000));
    assertThat(process(1).state()).isEqualTo(State.RUNNING);
    book(power(30, 10), List.of(A), usage(A, 1, 90_000));
    assertThat(process(1).energies().dynamicUj(0)).isEqualTo(40_000_000);
    assertThat(process(1).since()).isEqualTo(START);
  }

  /** Threads of one process may sit in several cgroups. */
  @Test
  void aProcessThatRunsInTwoWorkloadsHasItsShareOfBoth() {
    for (int second = 0; second < 3; second++) {
      book(
          power(30, 10),
          List.of(A, B),
          usage(A, 1, 3_000_000),
          usage(B, 1, 1_000_000),
          usage(B, 2, 1_000_000),
          usage(B, 1, 1_000_000));
    }
    assertThat(process(1).cpuUs()).isEqualTo(2 * 5_000);
    assertThat(process(1).energies().dynamicUj(0)).isBetween(33_333_330L, 33_333_334L);
    assertThat(process(2).energies().dynamicUj(0)).isBetween(6_666_664L, 6_666_667L);
    assertThat(process(1).workload()).contains(A);
  }

  @Test
  void aProcessThatMovesIsShownWhereItIs() {
    book(power(30, 10), List.of(A, B), usage(A, 1, 1_000));
    book(power(30, 10), List.of(A, B), usage(B, 1, 1_000));
    assertThat(process(1).workload()).contains(B);
  }

  @Test
  void anEndIsRememberedForTenSeconds() {
    book(power(30, 10), List.of(A));
    end(1);
    for (int second = 0; second < 9; second++) {
      book(power(30, 10), List.of(A), usage(A, 1, 500));
      assertThat(ledger.snapshot().processes()).isEmpty();
    }
    book(power(30, 10), List.of(A));
    book(power(30, 10), List.of(A), usage(A, 1, 500));
    book(power(30, 10), List.of(A), usage(A, 1, 500));
    assertThat(process(1).state()).isEqualTo(State.RUNNING);
  }

  /** A small wrong edit that stayed unseen: a process' share that is not taken from "other". */
  @Test
  void shownProcessesAndOthersAreTheDynamicEnergyOfAllWorkloads() {
    for (int second = 0; second < 4; second++) {
      book(
          power(30, 10),
          List.of(A, B),
          usage(A, 1, 700),
          usage(A, 2, 50),
          usage(B, 3, 400),
          usage(B, 4, 20));
      Snapshot snapshot = ledger.snapshot();
      long shownUj = snapshot.processes().stream().mapToLong(p -> p.energies().dynamicUj(0)).sum();
      long othersUj = snapshot.otherProcesses().orElseThrow().energies().dynamicUj(0);
      assertThat(shownUj + othersUj).isEqualTo(of("a").dynamicUj(0) + of("b").dynamicUj(0));
      assertThat(othersUj).isPositive();
    }
  }
}

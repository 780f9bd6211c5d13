// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.keplerotel.agent.live.LiveView.Kind;
import io.keplerotel.agent.live.LiveView.Power;
import io.keplerotel.agent.live.LiveView.Row;
import io.keplerotel.agent.meter.NamedSnapshots;
import io.keplerotel.agent.meter.Snapshots;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Energies;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Snapshot;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.workload.NamedSnapshot;
import io.keplerotel.agent.workload.WorkloadNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LiveReportTest {
  private final LiveView view = Views.shop();

  @Test
  void nodePowerIsThatOfZonesThatDoNotOverlap() {
    // By hand from Snapshots: packages, dram and other of shares of 10, one tick a second.
    long dynamicUj = 0;
    for (int zone : List.of(0, 2, 3, 5)) {
      dynamicUj += Snapshots.at(1).node().dynamicUj(zone);
    }
    assertThat(view.power().dynamic()).isCloseTo(dynamicUj / 1e6, within(1e-9));
    assertThat(view.zones()).hasSize(6);
    assertThat(view.seconds()).isEqualTo(5);
  }

  /** RAPL that was found in mid-run: what was estimated before is no reason for a badge. */
  @Test
  void aZoneThatAnotherSourceHasTakenOverIsNotShown() {
    NamedSnapshot named =
        NamedSnapshots.of(estimatedBefore(2), estimatedBefore(7), WorkloadNames.unknown());
    LiveView now = new LiveReport("node-1", () -> named, () -> 4).view();
    assertThat(now.zones()).hasSize(6);
    assertThat(now.estimated()).isFalse();
    assertThat(now.power()).isEqualTo(view.power());
  }

  @Test
  void aViewIsMadeOncePerTick() {
    AtomicReference<NamedSnapshot> tick =
        new AtomicReference<>(
            NamedSnapshots.of(Snapshots.at(2), Snapshots.at(7), WorkloadNames.unknown()));
    LiveReport report = new LiveReport("node-1", tick::get, () -> 4);
    LiveView first = report.view();
    assertThat(report.view()).isSameAs(first);
    tick.set(NamedSnapshots.of(Snapshots.at(3), Snapshots.at(8), WorkloadNames.unknown()));
    assertThat(report.view()).isNotSameAs(first).extracting(LiveView::at).isNotEqualTo(first.at());
  }

  private static Snapshot estimatedBefore(long tick) {
    Snapshot full = Snapshots.at(tick);
    List<Zone> zones = new ArrayList<>(full.zones());
    zones.add(
        new Zone(
            "package-0",
            Component.PACKAGE,
            "0",
            Optional.empty(),
            "trained_power_model",
            Provenance.ESTIMATED));
    long[] idleUj = new long[zones.size()];
    long[] dynamicUj = new long[zones.size()];
    for (int zone = 0; zone < full.zones().size(); zone++) {
      idleUj[zone] = full.node().idleUj(zone);
      dynamicUj[zone] = full.node().dynamicUj(zone);
    }
    dynamicUj[zones.size() - 1] = 5_000_000;
    return new Snapshot(
        full.startedAt(),
        full.at(),
        full.uptimeNs(),
        full.tick(),
        zones,
        new Energies(idleUj, dynamicUj, zones.size()),
        new Energies(new long[0], new long[0], zones.size()),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty());
  }

  @Test
  void runningWorkloadsAndTheUnattributedAddUpToTheNodeLessTheTerminated() {
    double rows =
        view.rows().stream()
            .filter(row -> row.kind() != Kind.POD && row.kind() != Kind.PROCESS)
            .mapToDouble(row -> row.power().total())
            .sum();
    double batch = view.power().total() * 2 / 10;
    assertThat(rows + batch + view.unattributed().total())
        .isCloseTo(view.power().total(), within(1e-6));
  }

  @Test
  void whoUsesMostStandsFirst() {
    assertThat(view.rows(Kind.CONTAINER).stream().map(row -> row.power().total()))
        .isSortedAccordingTo((a, b) -> Double.compare(b, a));
  }

  @Test
  void containersPodsAndProcessesHaveTheirNames() {
    assertThat(view.rows(Kind.CONTAINER).getFirst())
        .satisfies(
            row -> {
              assertThat(row.name()).isEqualTo("web-5d4f8-x2x/nginx");
              assertThat(row.namespace()).isEqualTo("shop");
              assertThat(row.owner()).isEqualTo("Deployment web");
              assertThat(row.cpus()).isCloseTo(2.5, within(1e-9));
            });
    assertThat(view.rows(Kind.POD).getFirst().name()).isEqualTo("web-5d4f8-x2x");
    assertThat(view.rows(Kind.PROCESS))
        .extracting(Row::name)
        .contains("java", "nginx", "all other processes, and short-lived ones");
  }

  @Test
  void whatNobodyNamesIsShownByItsId() {
    LiveView nameless = Views.nameless();
    assertThat(nameless.rows(Kind.CONTAINER).getFirst().name())
        .isEqualTo(Snapshots.WEB.id().substring(0, 12));
    assertThat(nameless.rows(Kind.POD).getFirst().name()).isEqualTo(Snapshots.POD_UID);
  }

  @Test
  void terminatedWorkloadsAreNotShown() {
    assertThat(view.rows()).noneMatch(row -> row.id().equals(Snapshots.BATCH.id()));
  }

  @Test
  void energyIsCountedFromTheBeginning() {
    Row web = view.rows(Kind.CONTAINER).getFirst();
    assertThat(web.joules()).isCloseTo(web.power().total() * 15, within(1e-6));
  }

  @Test
  void theNodesEnergyIsCountedFromTheBeginning() {
    assertThat(view.total().joules()).isCloseTo(view.power().total() * 15, within(1e-6));
    assertThat(view.total().since()).isEqualTo(Snapshots.at(15).startedAt().toString());
  }

  @Test
  void powerOfThePastIsThatOfEachStep() {
    assertThat(view.past())
        .extracting(LiveView.Past::at)
        .containsExactly(Snapshots.at(10).at().toString(), view.at());
    assertThat(view.past())
        .allSatisfy(
            past -> {
              assertThat(past.power().idle()).isCloseTo(view.power().idle(), within(1e-9));
              assertThat(past.power().dynamic()).isCloseTo(view.power().dynamic(), within(1e-9));
            });
  }

  @Test
  void whatIsAPartSaysOfWhat() {
    Row nginx = view.rows(Kind.CONTAINER).getFirst();
    assertThat(nginx.parent()).isEqualTo(Snapshots.POD_UID);
    assertThat(view.rows(Kind.POD).getFirst()).extracting(Row::id).isEqualTo(nginx.parent());
    assertThat(view.rows(Kind.PROCESS)).anyMatch(row -> row.parent().equals(nginx.id()));
  }

  @Test
  void beforeTheFirstTickThereIsNoPower() {
    assertThat(Views.empty().power()).isEqualTo(new Power(0, 0));
    assertThat(Views.empty().rows()).isEmpty();
  }

  @Test
  void jsonSurvivesTheWayThereAndBack() {
    assertThat(LiveJson.read(LiveJson.write(view))).isEqualTo(view);
  }

  @Test
  void jsonOfANewerAgentIsReadAndOtherTextRefused() {
    String newer = LiveJson.write(view).replaceFirst("\\{", "{\"moons\":2,");
    assertThat(LiveJson.read(newer)).isEqualTo(view);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LiveJson.read("<html>"))
        .withMessageContaining("not a view of an agent");
  }
}

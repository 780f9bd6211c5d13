// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.linux.fs.Fixture;
import io.keplerotel.agent.linux.fs.UnreadableException;
import io.keplerotel.agent.model.CgroupBirth;
import io.keplerotel.agent.model.CgroupBirth.Hierarchy;
import io.keplerotel.agent.model.CgroupKey;
import io.keplerotel.agent.model.CpuReading;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.TaskTime;
import io.keplerotel.agent.model.TaskTime.Kind;
import io.keplerotel.agent.testing.ScriptedCpu;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandTimesTest {
  private static final long OWN = 77;
  private static final long BELOW = 78;
  private static final CgroupBirth PLACE = new CgroupBirth(Hierarchy.UNIFIED, OWN, "/a/own.scope");

  @TempDir private Path folder;

  private Fixture fixture;
  private final ScriptedCpu tasks = new ScriptedCpu();
  private final FakeCounter counter = new FakeCounter();

  @BeforeEach
  void build() {
    fixture = new Fixture(folder);
    busy(1_000);
  }

  @Test
  void theCommandsTasksGiveWayToItsCounter() throws Exception {
    CommandTimes times = new CommandTimes(fixture.host(), Optional.of(tasks));
    counter.ns = 5;
    times.follow(counter, PLACE);
    counter.ns = 105;
    tasks.next(
        new CpuReading(
            List.of(task(OWN, 60), task(12, 300), task(BELOW, 7), kernelThread(OWN, 9)),
            List.of(),
            List.of(new CgroupBirth(Hierarchy.UNIFIED, BELOW, "/a/own.scope/inner")),
            4,
            1,
            List.of()));

    CpuReading reading = times.read();

    assertThat(used(reading, OWN)).isEqualTo(100 + 9);
    assertThat(used(reading, 12)).isEqualTo(300);
    assertThat(used(reading, BELOW)).isZero();
    assertThat(reading.lostNs()).isEqualTo(4);
    assertThat(reading.busyNs()).isEqualTo(100 + 9 + 300 + 4);

    // What the kernel hands over after the run is not counted a second time.
    times.leave();
    counter.ns = 500;
    tasks.next(new CpuReading(List.of(task(OWN, 60)), List.of(), List.of(), 0, 0, List.of()));
    assertThat(times.read().tasks()).isEmpty();
  }

  @Test
  void withoutTasksOthersAreWhatTheMachineWasBusyBeside() throws Exception {
    CommandTimes times = new CommandTimes(fixture.host(), Optional.empty());
    times.read();
    times.follow(counter, PLACE);
    busy(1_100);
    counter.ns = 400_000_000;

    CpuReading reading = times.read();

    assertThat(used(reading, OWN)).isEqualTo(400_000_000);
    assertThat(used(reading, 0)).isEqualTo(600_000_000);
  }

  @Test
  void aCounterThatIsAheadOfTheMachinesIsMadeUpForLater() throws Exception {
    CommandTimes times = new CommandTimes(fixture.host(), Optional.empty());
    times.read();
    times.follow(counter, PLACE);
    busy(1_010);
    counter.ns = 130_000_000;
    assertThat(times.read().busyNs()).isEqualTo(130_000_000);
    busy(1_020);
    assertThat(times.read().busyNs()).isEqualTo(70_000_000);
    busy(1_030);
    assertThat(times.read().busyNs()).isEqualTo(100_000_000);
  }

  @Test
  void aCounterThatCannotBeReadIsAFaultAndLosesNothing() throws Exception {
    CommandTimes times = new CommandTimes(fixture.host(), Optional.empty());
    times.follow(counter, PLACE);
    counter.ns = 50;
    counter.broken = true;
    assertThat(times.read().faults()).extracting(Fault::part).contains("command");
    counter.broken = false;
    counter.ns = 80;
    assertThat(used(times.read(), OWN)).isEqualTo(80);
  }

  private void busy(long hundredths) {
    fixture.file("proc/stat", "cpu  " + hundredths + " 0 0 500 0 0 0 0 0 0");
  }

  private static long used(CpuReading reading, long cgroup) {
    return reading.tasks().stream()
        .filter(task -> task.cgroup().unified() == cgroup)
        .mapToLong(TaskTime::cpuNs)
        .sum();
  }

  private static TaskTime task(long cgroup, long ns) {
    return new TaskTime(new CgroupKey(cgroup, 3), new ProcessKey(9, 1), "a", Kind.USER, ns);
  }

  private static TaskTime kernelThread(long cgroup, long ns) {
    return new TaskTime(
        new CgroupKey(cgroup, 3), new ProcessKey(8, 1), "k", Kind.KERNEL_THREAD, ns);
  }

  private static final class FakeCounter implements CommandCounter {
    long ns;
    boolean broken;

    @Override
    public long cpuNs() throws UnreadableException {
      if (broken) {
        throw UnreadableException.malformed(Path.of("/x"), "it is broken");
      }
      return ns;
    }

    @Override
    public int running() {
      return 0;
    }
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.linux.fs.Fixture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Times are hundredths of a second: own ones, then those of children that were waited for. */
class TreeCounterTest {
  private static final int SELF = 100;
  private static final int COMMAND = 200;
  private static final int CHILD = 300;
  private static final int OTHER = 400;

  @TempDir private Path folder;

  private Fixture fixture;
  private final List<Integer> reaped = new ArrayList<>();

  @BeforeEach
  void build() {
    fixture = new Fixture(folder);
    process(1, 0, 'S', 5_000, 5_000);
    process(SELF, 1, 'S', 500, 50);
    process(OTHER, 1, 'R', 700, 0);
  }

  @Test
  void theLivingAndThoseThatWereWaitedForAreCountedOnce() throws Exception {
    TreeCounter counter = start();
    process(COMMAND, SELF, 'S', 10, 0);
    process(CHILD, COMMAND, 'R', 200, 0);
    assertThat(hundredths(counter)).isEqualTo(210);
    assertThat(counter.running()).isEqualTo(2);

    // The child has ended and was waited for: it is in the command's sum now.
    remove(CHILD);
    process(COMMAND, SELF, 'S', 12, 205);
    assertThat(hundredths(counter)).isEqualTo(217);

    // And the command itself is in this process' sum.
    remove(COMMAND);
    process(SELF, 1, 'S', 900, 50 + 218);
    assertThat(hundredths(counter)).isEqualTo(218);
    assertThat(counter.running()).isZero();
  }

  @Test
  void anOrphanIsCountedToItsEndAndThenLetGo() throws Exception {
    TreeCounter counter = start();
    process(COMMAND, SELF, 'S', 10, 0);
    process(CHILD, COMMAND, 'R', 100, 0);
    assertThat(hundredths(counter)).isEqualTo(110);

    remove(COMMAND);
    process(SELF, 1, 'S', 500, 60);
    process(CHILD, SELF, 'R', 300, 0);
    assertThat(hundredths(counter)).isEqualTo(310);
    assertThat(counter.running()).isEqualTo(1);
    assertThat(reaped).isEmpty();

    process(CHILD, SELF, 'Z', 350, 0);
    assertThat(hundredths(counter)).isEqualTo(360);
    assertThat(reaped).containsExactly(CHILD);
    assertThat(counter.running()).isZero();

    remove(CHILD);
    process(SELF, 1, 'S', 500, 410);
    assertThat(hundredths(counter)).isEqualTo(360);
  }

  @Test
  void theCommandItselfIsNotLetGoHere() throws Exception {
    TreeCounter counter = start();
    process(COMMAND, SELF, 'Z', 10, 0);
    assertThat(hundredths(counter)).isEqualTo(10);
    assertThat(reaped).isEmpty();
  }

  @Test
  void whoWasThereBeforeIsNotTheCommands() throws Exception {
    process(CHILD, SELF, 'R', 100, 0);
    TreeCounter counter = start();
    process(CHILD, SELF, 'R', 900, 0);
    process(CHILD + 1, CHILD, 'R', 50, 0);
    assertThat(hundredths(counter)).isZero();
    assertThat(counter.running()).isZero();
  }

  @Test
  void itNeverFalls() throws Exception {
    TreeCounter counter = start();
    process(COMMAND, SELF, 'R', 100, 0);
    assertThat(hundredths(counter)).isEqualTo(100);
    // Its parent ignores its children's ends: the kernel adds such a one to nobody.
    remove(COMMAND);
    assertThat(hundredths(counter)).isEqualTo(100);
  }

  private TreeCounter start() throws Exception {
    TreeCounter counter = new TreeCounter(fixture.host(), SELF, reaped::add);
    counter.root(COMMAND);
    return counter;
  }

  private static long hundredths(TreeCounter counter) throws Exception {
    return counter.cpuNs() / 10_000_000;
  }

  private void process(int pid, int parent, char state, long own, long waited) {
    fixture.file(
        "proc/" + pid + "/stat",
        "%d (a b) %s %d %d 1 0 -1 0 0 0 0 0 %d 0 %d 0 20 0 1 0 %d 0 0 0"
            .formatted(pid, state, parent, pid, own, waited, 1_000 + pid));
  }

  private void remove(int pid) {
    fixture.remove("proc/" + pid);
  }
}

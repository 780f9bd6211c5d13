// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.keplerotel.agent.linux.fs.UnreadableException.Reason;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmallFileTest {
  @TempDir Path folder;
  private final SmallFile file = new SmallFile();
  private Fixture fixture = new Fixture(Path.of("/"));

  @BeforeEach
  void build() {
    fixture = new Fixture(folder);
  }

  @Test
  void numbersAreReadAgainAndAgainAsTheyChange() throws Exception {
    assertThat(file.number(fixture.file("a", 1234567890123L).path("a"))).isEqualTo(1234567890123L);
    assertThat(file.number(fixture.file("a", 7).path("a"))).isEqualTo(7);
    assertThat(file.number(fixture.file("a", 0).path("a"))).isZero();
  }

  /** Issue, D2: what one thread reads with is not touched by others. */
  @Test
  void itIsHandedOverOnceAndThrowsWhereAnotherThreadComes() throws Exception {
    Path path = fixture.file("a", 7).path("a");
    assertThat(file.number(path)).isEqualTo(7);
    assertThat(onAnotherThread(() -> file.number(path))).isEqualTo("7");

    assertThatThrownBy(() -> file.number(path))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("reads what belongs to thread");
    assertThat(onAnotherThread(() -> file.number(path))).contains("IllegalStateException");
  }

  private static String onAnotherThread(Callable<Long> reading) throws Exception {
    FutureTask<Long> task = new FutureTask<>(reading);
    Thread.ofPlatform().start(task);
    try {
      return task.get().toString();
    } catch (ExecutionException e) {
      return String.valueOf(e.getCause());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', it is empty",
    "'  ', it is empty",
    "abc, '\"abc\" is not a number'",
    "-5, '\"-5\" is not a number'",
    "12 13, '\"12 13\" is not a number'",
    "99999999999999999999, '\"99999999999999999999\" is not a number'"
  })
  void whatIsNoNumberIsSaidSo(String content, String problem) {
    Path path = fixture.file("energy_uj", content).path("energy_uj");

    assertThatThrownBy(() -> file.number(path))
        .isInstanceOf(UnreadableException.class)
        .hasMessage("cannot use %s: %s; it is left out until it reads well again", path, problem)
        .extracting(e -> ((UnreadableException) e).reason())
        .isEqualTo(Reason.MALFORMED);
  }

  @Test
  void missingFilesAndDirectoriesInTheirPlaceAreSaidSo() {
    fixture.directory("folder");

    assertThatThrownBy(() -> file.number(fixture.path("none")))
        .hasMessageStartingWith("cannot read " + fixture.path("none") + ": No such file");
    assertThatThrownBy(() -> file.number(fixture.path("folder")))
        .hasMessageContaining("folder: Is a directory");
  }

  @Test
  void deniedAccessSaysWhatToDo() {
    assumeThat(Fixture.denied()).as("a write-only attribute under /sys/bus").isPresent();
    fixture.link("energy_uj", Fixture.denied().orElseThrow());

    assertThatThrownBy(() -> file.number(fixture.path("energy_uj")))
        .hasMessage(
            "cannot read %s: Permission denied; run as root or grant read access",
            fixture.path("energy_uj"))
        .extracting(e -> ((UnreadableException) e).reason())
        .isEqualTo(Reason.DENIED);
  }

  @Test
  void filesLargerThanTheBufferAreReadWhole() throws Exception {
    String large = "0123456789".repeat(5_000);

    assertThat(file.text(fixture.file("large", large).path("large"))).isEqualTo(large + "\n");
  }
}

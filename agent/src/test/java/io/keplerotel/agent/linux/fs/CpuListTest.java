// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuListTest {
  @TempDir Path folder = Path.of("");

  @Test
  void rangesAndSingleOnesAreNumbers() throws UnreadableException {
    assertThat(read("0-3,8,10-11")).containsExactly(0, 1, 2, 3, 8, 10, 11);
    assertThat(read("0")).containsExactly(0);
    assertThat(read("")).as("no CPU").isEmpty();
  }

  @Test
  void whatIsNoListIsAFaultThatNamesIt() {
    assertThatThrownBy(() -> read("0-x")).hasMessageContaining("\"0-x\" is no list of CPUs");
    assertThatThrownBy(() -> read("0-999999")).hasMessageContaining("too many CPUs");
  }

  private List<Integer> read(String text) throws UnreadableException {
    Fixture fixture = new Fixture(folder).file("cpumask", text);
    return CpuList.read(new SmallFile(), fixture.path("cpumask"));
  }
}

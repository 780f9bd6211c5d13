// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramTest {
  @TempDir private Path folder;

  @Test
  void aProgramIsFoundWhereAShellFindsIt() throws Exception {
    Path tool = Files.writeString(folder.resolve("tool"), "#!/bin/sh\n");
    assertThat(tool.toFile().setExecutable(true)).isTrue();
    Program.check("tool", "/no/such/folder:" + folder);
    Program.check(tool.toString(), "");
  }

  @Test
  void oneThatIsNotThereAndOneThatMayNotBeExecutedDiffer() throws Exception {
    Files.writeString(folder.resolve("text"), "no program");
    assertThat(status("none", folder.toString())).isEqualTo(127);
    assertThat(status("", folder.toString())).isEqualTo(127);
    assertThat(status(folder + "/none", "")).isEqualTo(127);
    assertThat(status("text", folder.toString())).isEqualTo(126);
    assertThat(status(folder.toString() + "/", "")).isEqualTo(126);
  }

  @Test
  void whatTheLauncherHasSetTheCommandDoesNotSee() {
    Map<String, String> environment =
        new HashMap<>(Map.of("LC_ALL", "C.UTF-8", "MALLOC_ARENA_MAX", "2", "HOME", "/root"));
    LauncherVariables.takeBack(environment, "LC_ALL=C,MALLOC_ARENA_MAX");
    assertThat(environment).isEqualTo(Map.of("LC_ALL", "C", "HOME", "/root"));
    LauncherVariables.takeBack(environment, "");
    assertThat(environment).isEqualTo(Map.of("LC_ALL", "C", "HOME", "/root"));
  }

  private static int status(String name, String path) {
    ExecException[] thrown = new ExecException[1];
    assertThatThrownBy(() -> Program.check(name, path))
        .isInstanceOfSatisfying(ExecException.class, e -> thrown[0] = e);
    return thrown[0].status();
  }
}

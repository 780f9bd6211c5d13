// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keplerotel.agent.model.CgroupBirth.Hierarchy;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a tree of plain folders; who is moved where, the command's own tests see in a real one. */
class CommandCgroupTest {
  private static final String TREE = "sys/fs/cgroup";

  @TempDir private Path folder;

  private Fixture fixture;
  private OwnFiles own;

  @BeforeEach
  void build() {
    fixture =
        new Fixture(folder)
            .file("proc/1/mountinfo", "41 31 0:38 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw")
            .file("proc/self/cgroup", "2:cpuacct:/old\n0::/user.slice/session-2.scope")
            .directory(TREE + "/user.slice/session-2.scope");
    own = new OwnFiles(fixture.path("proc/self"));
  }

  @Test
  void itIsMadeBelowThatOfThisProcessAndRemovedWithAllBelow() throws Exception {
    CommandCgroup made = CommandCgroup.make(tree(), own, "a.scope");
    Path directory = fixture.path(TREE + "/user.slice/session-2.scope/a.scope");

    assertThat(made.birth().path()).isEqualTo("/user.slice/session-2.scope/a.scope");
    assertThat(made.birth().hierarchy()).isEqualTo(Hierarchy.UNIFIED);
    assertThat(made.birth().id()).isEqualTo((long) Files.getAttribute(directory, "unix:ino"));
    assertThat(made.processesFile()).isEqualTo(directory.resolve("cgroup.procs"));
    assertThat(made.processes()).isEmpty();

    Files.createDirectories(directory.resolve("inner/most"));
    assertThat(made.remove()).isTrue();
    assertThat(directory).doesNotExist();
    assertThat(directory.getParent()).isDirectory();
  }

  @Test
  void oneThatCannotBeRemovedIsSaidToBeThere() throws Exception {
    CommandCgroup made = CommandCgroup.make(tree(), own, "a.scope");
    fixture.file(TREE + "/user.slice/session-2.scope/a.scope/file", "");
    assertThat(made.remove()).isFalse();
  }

  @Test
  void thoseThatWereLeftAreRemovedWhereTheyAreEmpty() throws Exception {
    CommandCgroup made = CommandCgroup.make(tree(), own, "a.scope");
    fixture.directory(TREE + "/user.slice/session-2.scope/left-1");
    fixture.directory(TREE + "/user.slice/session-2.scope/other");
    made.removeAbandoned(name -> name.startsWith("left-"));
    assertThat(fixture.path(TREE + "/user.slice/session-2.scope/left-1")).doesNotExist();
    assertThat(fixture.path(TREE + "/user.slice/session-2.scope/other")).isDirectory();
    assertThat(made.processesFile().getParent()).isDirectory();
  }

  @Test
  void whyThereIsNoneIsSaid() throws Exception {
    fixture.remove(TREE + "/user.slice");
    assertThatThrownBy(() -> CommandCgroup.make(tree(), own, "a.scope"))
        .hasMessageStartingWith("cannot make the cgroup ")
        .hasMessageEndingWith("/a.scope: No such file or directory");

    fixture.file("proc/self/cgroup", "2:cpuacct:/old");
    assertThatThrownBy(() -> CommandCgroup.make(tree(), own, "a.scope"))
        .hasMessage("this process is in no cgroup of the v2 hierarchy");

    fixture.file("proc/1/mountinfo", "");
    assertThatThrownBy(() -> CommandCgroup.make(tree(), own, "a.scope"))
        .hasMessage("this machine has no cgroup v2 hierarchy");
  }

  private CgroupTree tree() throws UnreadableException {
    return CgroupTree.find(fixture.host());
  }
}

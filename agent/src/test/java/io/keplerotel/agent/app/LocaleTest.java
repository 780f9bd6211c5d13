// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.linux.fs.CgroupHierarchy;
import io.keplerotel.agent.linux.fs.CgroupTree;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.model.CgroupBirth.Hierarchy;
import io.keplerotel.agent.testing.AgentProcess;
import io.keplerotel.agent.testing.RealCgroup;
import io.keplerotel.agent.testing.Requirement;
import io.keplerotel.agent.testing.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The agent as systemd starts it, without a locale, on a machine whose names are bytes. What is not
 * ASCII is written in octal, as printf takes it.
 */
class LocaleTest {
  private static final String BUERO = "b\\303\\274ro";
  private static final String NO_UTF_8 = "b\\374ro";
  private static final String LONG = "n".repeat(100) + "/";
  private static final String CPU_MS = "kepler_container_bpf_cpu_time_ms_total";
  private static final int TRIES = 200;

  @TempDir Path folder;
  private final String top = root() + "/locale-" + RealCgroup.newId().substring(0, 12);
  private final List<String> containers = new ArrayList<>();
  private AgentProcess agent = AgentProcess.none();

  @BeforeEach
  void asRoot() {
    Requirement.CGROUPS.unless(
        Shell.run("mkdir " + top + " && echo made").strip().equals("made"),
        "there is no cgroup tree that may be written to; run as root");
  }

  @AfterEach
  void stop() {
    agent.close();
    Shell.run(
        "for i in 1 2 3 4 5 6 7 8 9; do find %s -depth -type d -delete && break; sleep 0.2; done"
            .formatted(top));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bpf", "cgroup"})
  void withoutALocaleNamesOfAnyBytesLengthAndDepthAreCountedWhole(String source) {
    String before = container("before-" + BUERO + "/", "");
    agent = start(source);
    container(BUERO + "/", "");
    container(NO_UTF_8 + "/", "");
    container(NO_UTF_8.replace("374", "375") + "/", "");
    container(LONG.repeat(7), "");
    container("deep/", LONG.repeat(7));
    containers.forEach(this::burn);
    containers.forEach(this::awaitCounted);

    double ticks = agent.scrape().sum("kepler_agent_ticks_total");
    await(() -> agent.scrape().sum("kepler_agent_ticks_total") > ticks + 3);
    assertThat(agent.log()).doesNotContain("a tick failed");
    assertThat(agent.scrape().has(CPU_MS, id(before))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bpf", "cgroup"})
  void whatLiesDeeperThanAnyPathReachesIsItsContainersStill(String source) {
    agent = start(source);
    String deep = container("abyss/", LONG.repeat(45));
    burn(deep);
    awaitCounted(deep);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bpf", "cgroup"})
  void aProcessWhoseNameIsNoTextIsShownAsText(String source) throws Exception {
    agent = start(source);
    Process burner =
        Shell.start(
            "cd %s && name=$(printf '%s') && cp $(readlink -f /bin/sh) \"$name\" && exec \"./$name\" -c 'while :; do :; done'"
                .formatted(folder, NO_UTF_8));
    try {
      await(() -> agent.scrape().has("kepler_process_cpu_time_ms", "command=\"b\\\\xfcro\""));
    } finally {
      burner.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
  }

  private AgentProcess start(String source) {
    AgentProcess started =
        AgentProcess.launch(
            List.of(
                "unshare",
                "-m",
                "sh",
                "-c",
                "m=$(printf '%s/M\\303\\274sli\\377') && mkdir \"$m\" && mount -t tmpfs none \"$m\" && exec \"$@\""
                    .formatted(folder),
                "sh"),
            Map.of("LC_ALL", "C", "LANG", ""),
            "--cpu.source=" + source,
            "--interval=200ms");
    started.awaitReady();
    return started;
  }

  /** Makes the cgroup of a container, and one below that which its process sits in. */
  private String container(String above, String below) {
    String id = RealCgroup.newId();
    containers.add(id);
    // Step by step, since the whole path may be longer than the kernel takes.
    assertThat(
            Shell.run(
                "cd %s && for d in $(printf '%s' | tr / ' '); do mkdir -p \"$d\" && cd -P \"$d\" || exit 1; done && echo made"
                    .formatted(top, above + "docker-" + id + ".scope/" + below)))
        .endsWith("made\n");
    return id;
  }

  private void burn(String id) {
    Shell.run(
        "cd $(find %s -type d -name 'docker-%s.scope') && while d=$(ls -d */ 2>/dev/null) && [ -n \"$d\" ]; do cd -P \"$d\"; done; echo $$ > cgroup.procs; exec sh -c 'i=0; while [ $i -lt 400000 ]; do i=$((i+1)); done'"
            .formatted(top, id));
  }

  /** All that the kernel has counted for it, within a tenth: the fall-back counts in 10 ms. */
  private void awaitCounted(String id) {
    double kernelMs =
        Double.parseDouble(
                Shell.run(
                        "cd $(find %s -type d -name 'docker-%s.scope') && sed -n 's/usage_usec //p' cpu.stat"
                            .formatted(top, id))
                    .strip())
            / 1000;
    assertThat(kernelMs).isPositive();
    await(() -> agent.scrape().sum(CPU_MS, id(id)) > 0.9 * kernelMs);
    assertThat(agent.scrape().sum(CPU_MS, id(id))).isLessThan(1.1 * kernelMs);
  }

  private static Path root() {
    try {
      return CgroupTree.find(HostFiles.own())
          .hierarchy(Hierarchy.UNIFIED)
          .map(CgroupHierarchy::directory)
          .orElse(Path.of("/nowhere"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String id(String container) {
    return "container_id=\"" + container + "\"";
  }

  private void await(java.util.function.BooleanSupplier reached) {
    for (int i = 0; !reached.getAsBoolean(); i++) {
      assertThat(i).withFailMessage(() -> agent.log() + agent.page("/metrics")).isLessThan(TRIES);
      Shell.run("sleep 0.1");
    }
  }
}

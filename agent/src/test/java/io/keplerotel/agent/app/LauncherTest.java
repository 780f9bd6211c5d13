// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.cli.AgentMain;
import io.keplerotel.agent.testing.Shell;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes.Name;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher as {@code make build} and the image lay it out. */
class LauncherTest {
  private static final int OUT_OF_MEMORY = 3;

  @TempDir Path folder = Path.of("");
  private Path home = Path.of("");

  @BeforeEach
  void layOut() throws IOException {
    home = Files.createDirectories(folder.toRealPath().resolve("home"));
    Files.createDirectories(home.resolve("bin"));
    Files.createDirectories(home.resolve("lib"));
  }

  @Test
  void anArchiveServesThePlaceThatItWasMadeFor() throws Exception {
    Path echo = Files.writeString(home.resolve("echo"), "#!/bin/sh\necho \"$@\"\n");
    assertThat(echo.toFile().setExecutable(true)).isTrue();
    launcher(echo);
    Path jar = Files.createFile(home.resolve("lib/kepler-agent.jar"));
    Files.createFile(home.resolve("lib/kepler-agent.jsa"));
    assertThat(Shell.run(home + "/bin/kepler-agent")).doesNotContain("SharedArchiveFile");
    String made = Shell.run("stat -c '%s %Y' " + jar);
    Files.writeString(home.resolve("lib/kepler-agent.jsa.for"), jar + " " + echo + " " + made);
    assertThat(Shell.run(home + "/bin/kepler-agent"))
        .contains("-XX:SharedArchiveFile=" + home + "/lib/kepler-agent.jsa ");
    Files.createFile(home.resolve("lib/kepler-agent-cluster.jsa"));
    assertThat(Shell.run(home + "/bin/kepler-agent")).doesNotContain("cluster");
    assertThat(Shell.run("KUBERNETES_SERVICE_HOST=10.0.0.1 " + home + "/bin/kepler-agent"))
        .contains("/lib/kepler-agent.jsa:" + home + "/lib/kepler-agent-cluster.jsa ");
    Files.writeString(jar, "another build");
    assertThat(Shell.run(home + "/bin/kepler-agent")).doesNotContain("SharedArchiveFile");
    Files.write(jar, new byte[0]);
    Path moved = Files.move(home, folder.toRealPath().resolve("moved"));
    assertThat(Shell.run("KEPLER_JAVA=" + moved + "/echo " + moved + "/bin/kepler-agent --flag"))
        .contains("-jar " + moved + "/lib/kepler-agent.jar --flag")
        .doesNotContain("SharedArchiveFile");
  }

  /** A JVM ends at its start where its heap has no room for the objects of an archive. */
  @ParameterizedTest
  @ValueSource(strings = {"-Xms2m", "-Xmn7m", "-XX:NewSize=7m", "-XX:InitialHeapSize=2m"})
  void anArchiveIsNotForAHeapOfAnotherShape(String option) throws Exception {
    Path echo = Files.writeString(home.resolve("echo"), "#!/bin/sh\necho \"$@\"\n");
    assertThat(echo.toFile().setExecutable(true)).isTrue();
    launcher(echo);
    Path jar = Files.createFile(home.resolve("lib/kepler-agent.jar"));
    Files.createFile(home.resolve("lib/kepler-agent.jsa"));
    String made = Shell.run("stat -c '%s %Y' " + jar);
    Files.writeString(home.resolve("lib/kepler-agent.jsa.for"), jar + " " + echo + " " + made);
    assertThat(Shell.run("KEPLER_JAVA_OPTS='-Xmx64m " + option + "' " + home + "/bin/kepler-agent"))
        .contains(option)
        .doesNotContain("SharedArchiveFile");
  }

  @Test
  void whatIsSetForJavaIsNamedSoThatCommandsNeedNotHaveIt() throws Exception {
    Path echo = Files.writeString(home.resolve("echo"), "#!/bin/sh\necho \"$@\"\n");
    assertThat(echo.toFile().setExecutable(true)).isTrue();
    launcher(echo);
    Files.createFile(home.resolve("lib/kepler-agent.jar"));
    assertThat(Shell.run("env -u MALLOC_ARENA_MAX LC_ALL=C " + home + "/bin/kepler-agent"))
        .contains("-Dkeplerotel.launcher.set=LC_ALL=C,MALLOC_ARENA_MAX ");
    assertThat(
            Shell.run(
                "env -u MALLOC_ARENA_MAX -u LC_ALL -u LC_CTYPE -u LANG "
                    + home
                    + "/bin/kepler-agent"))
        .contains("-Dkeplerotel.launcher.set=LC_ALL,MALLOC_ARENA_MAX ");
    assertThat(Shell.run("LC_ALL=C.UTF-8 MALLOC_ARENA_MAX=4 " + home + "/bin/kepler-agent"))
        .contains("-Dkeplerotel.launcher.set= ");
  }

  @Test
  void anAgentOutOfMemoryEndsAtOnceAndSaysSo() throws Exception {
    launcher(Path.of(System.getProperty("java.home"), "bin", "java"));
    jar();
    Path log = folder.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(home + "/bin/kepler-agent", "--web.listen=127.0.0.1:0")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("KEPLER_JAVA_OPTS", "-Xms7m -Xmx7m -Xmn2m");
    Process process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(Files.readString(log)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(log)).isEqualTo(OUT_OF_MEMORY);
      assertThat(Files.readString(log))
          .contains("Terminating due to java.lang.OutOfMemoryError: Java heap space");
    } finally {
      process.destroyForcibly();
    }
  }

  @ParameterizedTest
  @CsvSource({
    // Version 2: the least limit of all that contain it; "max" is none.
    "0::/a/b, a/b/memory.max, 134217728, 80",
    "0::/a/b, a/memory.max, 134217728, 80",
    "0::/, memory.max, 524288000, 359",
    "0::/, memory.max, 2147483648, 512",
    "0::/, memory.max, 33554432, 24",
    "0::/a, a/memory.max, max, 512",
    // Version 1: a number that stands for none, and a container's own tree.
    "4:cpu:memory:/a, memory/a/memory.limit_in_bytes, 134217728, 512",
    "4:memory:/a, memory/a/memory.limit_in_bytes, 134217728, 80",
    "4:memory:/a, memory/a/memory.limit_in_bytes, 9223372036854771712, 512",
    "4:memory:/docker/a, memory/memory.limit_in_bytes, 134217728, 80",
  })
  void theHeapFollowsTheLimitThatTheAgentRunsUnder(
      String cgroup, String file, String limit, int heapMib) throws Exception {
    assertThat(heap(cgroup, file, limit, 8 << 20)).isEqualTo("-Xmx" + heapMib + "m");
  }

  @Test
  void theHeapIsAQuarterOfASmallMachine() throws Exception {
    assertThat(heap("0::/", "memory.max", "max", 1 << 20)).isEqualTo("-Xmx256m");
  }

  private String heap(String cgroup, String file, String limit, int machineKib) throws Exception {
    Path echo = Files.writeString(home.resolve("echo"), "#!/bin/sh\necho \"$@\"\n");
    assertThat(echo.toFile().setExecutable(true)).isTrue();
    launcher(echo);
    Files.createFile(home.resolve("lib/kepler-agent.jar"));
    Path tree = folder.toRealPath().resolve("tree");
    Path path = tree.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, limit + "\n");
    Path own = Files.writeString(folder.resolve("cgroup"), "1:name=systemd:/x\n" + cgroup + "\n");
    Path machine =
        Files.writeString(folder.resolve("meminfo"), "MemTotal:  " + machineKib + " kB\n");
    Path launcher = home.resolve("bin/kepler-agent");
    Files.writeString(
        launcher,
        Files.readString(launcher)
            .replace("/sys/fs/cgroup", tree.toString())
            .replace("/proc/self/cgroup", own.toString())
            .replace("/proc/meminfo", machine.toString()));
    Matcher heap = Pattern.compile("-Xmx\\d+m").matcher(Shell.run(launcher.toString()));
    assertThat(heap.find()).isTrue();
    return heap.group();
  }

  private void launcher(Path java) throws IOException {
    Path launcher = home.resolve("bin/kepler-agent");
    Files.writeString(
        launcher,
        Files.readString(Path.of("src/launcher/kepler-agent"))
            .replace("@JAVA@", java.toString())
            .replace("@JARS@", "lib"));
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
  }

  /** A jar that names the class path of the tests. */
  private void jar() throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Name.MAIN_CLASS, AgentMain.class.getName());
    manifest.getMainAttributes().put(new Name("Enable-Native-Access"), "ALL-UNNAMED");
    manifest
        .getMainAttributes()
        .put(
            Name.CLASS_PATH,
            Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> new File(entry).toURI().toString())
                .collect(Collectors.joining(" ")));
    try (OutputStream out = Files.newOutputStream(home.resolve("lib/kepler-agent.jar"));
        JarOutputStream jar = new JarOutputStream(out, manifest)) {
      jar.finish();
    }
  }
}

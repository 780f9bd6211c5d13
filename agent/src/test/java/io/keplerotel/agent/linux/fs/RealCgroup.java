// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.fs;

import static org.assertj.core.api.Assertions.fail;

import io.keplerotel.agent.model.CgroupBirth.Hierarchy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.opentest4j.TestAbortedException;

/** A cgroup directory of this machine, made for a test and removed after it. */
public final class RealCgroup implements AutoCloseable {
  private static final String REQUIRED = "REQUIRE_CGROUPS";

  private final String path;
  private final Path directory;

  private RealCgroup(String path, Path directory) {
    this.path = path;
    this.directory = directory;
  }

  /**
   * Makes one; where this machine does not allow it, skips the test and says why, or fails it where
   * REQUIRE_CGROUPS=1.
   */
  public static RealCgroup make(CgroupTree tree, Hierarchy kind, String path) {
    Optional<Path> found = tree.hierarchy(kind).flatMap(hierarchy -> hierarchy.directory(path));
    if (found.isEmpty()) {
      throw kind == Hierarchy.LEGACY
          ? skipped("this machine has no cgroup v1 hierarchy")
          : impossible("there is no cgroup2 mount that holds " + path);
    }
    try {
      return new RealCgroup(path, Files.createDirectory(found.get()));
    } catch (IOException e) {
      throw impossible("cannot make " + found.get() + ": " + e);
    }
  }

  /** Its path inside of the hierarchy. */
  public String path() {
    return path;
  }

  /** Its directory. */
  public Path directory() {
    return directory;
  }

  /** Starts a shell inside of it. */
  public Process start(String script) throws IOException {
    String enter = "echo $$ > " + directory.resolve("cgroup.procs") + " && ";
    return new ProcessBuilder(List.of("sh", "-c", enter + script)).inheritIO().start();
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(directory);
  }

  private static TestAbortedException impossible(String reason) {
    if ("1".equals(System.getenv(REQUIRED))) {
      fail(REQUIRED + "=1, but " + reason);
    }
    return skipped(reason);
  }

  private static TestAbortedException skipped(String reason) {
    System.out.println("skipped: " + reason);
    return new TestAbortedException(reason);
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.testing;

import io.keplerotel.agent.linux.fs.CgroupHierarchy;
import io.keplerotel.agent.linux.fs.CgroupTree;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.model.CgroupBirth.Hierarchy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;

/** A real cgroup of this machine, made for a test; its processes are killed when it is closed. */
public final class RealCgroup implements AutoCloseable {
  private static final String POD_SLICE = "kubepods-pod";

  private final Path directory;
  private final String path;
  private final String containerId;

  private RealCgroup(Path directory, String path, String containerId) {
    this.directory = directory;
    this.path = path;
    this.containerId = containerId;
  }

  /** Makes a v2 cgroup with the name of a Docker container: 64 hexadecimal digits. */
  public static RealCgroup docker(String containerId) {
    return make(tree(), Hierarchy.UNIFIED, "/docker-" + containerId + ".scope", containerId);
  }

  /** Makes the v2 cgroup of a container in a Kubernetes pod, as containerd does. */
  public static RealCgroup inPod(String podUid, String containerId) {
    String pod = "/" + POD_SLICE + podUid.replace('-', '_') + ".slice";
    CgroupTree tree = tree();
    tree.hierarchy(Hierarchy.UNIFIED)
        .map(CgroupHierarchy::directory)
        .filter(Files::isWritable)
        .ifPresent(root -> root.resolve(pod.substring(1)).toFile().mkdirs());
    return make(
        tree, Hierarchy.UNIFIED, pod + "/cri-containerd-" + containerId + ".scope", containerId);
  }

  /** Makes one, or skips the test where this machine does not allow it. */
  public static RealCgroup make(CgroupTree tree, Hierarchy kind, String path) {
    return make(tree, kind, path, "");
  }

  private static RealCgroup make(CgroupTree tree, Hierarchy kind, String path, String containerId) {
    Optional<Path> root = tree.hierarchy(kind).map(CgroupHierarchy::directory);
    if (kind == Hierarchy.LEGACY) {
      Assumptions.assumeTrue(root.isPresent(), "this machine has no cgroup v1 hierarchy");
    }
    Requirement.CGROUPS.unless(
        root.isPresent() && Files.isWritable(root.get()),
        "there is no %s cgroup tree that may be written to; run as root".formatted(kind));
    Path directory = root.orElseThrow().resolve(path.substring(1));
    try {
      return new RealCgroup(Files.createDirectory(directory), path, containerId);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A container id that no other test uses. */
  public static String newId() {
    String hex = java.util.UUID.randomUUID().toString().replace("-", "");
    return hex + hex;
  }

  /** Its path inside of the hierarchy. */
  public String path() {
    return path;
  }

  /** Its directory. */
  public Path directory() {
    return directory;
  }

  public String containerId() {
    return containerId;
  }

  /** Starts a command line inside; it is inside, or has ended, when this returns. */
  public Process start(String command) {
    Process process = Shell.start("echo $$ > '" + directory + "/cgroup.procs' && " + command);
    while (process.isAlive() && !holds(process)) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    return process;
  }

  /** Inode number of its directory. */
  public long id() {
    try {
      return (long) Files.getAttribute(directory, "unix:ino");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the kernel says its tasks have used, µs. */
  public long usageUs() {
    try {
      return Files.readAllLines(directory.resolve("cpu.stat")).stream()
          .filter(line -> line.startsWith("usage_usec "))
          .mapToLong(line -> Long.parseLong(line.substring(11)))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until no task is left inside, zombies included. */
  public void awaitEmpty() throws InterruptedException {
    for (int i = 0; i < 1000 && populated(); i++) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  @Override
  public void close() {
    Shell.run(
        "for p in $(cat '%1$s/cgroup.procs'); do kill -9 $p; done; for i in 1 2 3 4 5 6 7 8 9; do rmdir '%1$s' && break; sleep 0.1; done"
            .formatted(directory));
    if (path.startsWith("/" + POD_SLICE)) {
      Shell.run("rmdir $(dirname " + directory + ")");
    }
  }

  private boolean holds(Process process) {
    try {
      return Files.readString(directory.resolve("cgroup.procs"))
          .lines()
          .anyMatch(Long.toString(process.pid())::equals);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean populated() {
    try {
      return Files.readString(directory.resolve("cgroup.events")).contains("populated 1");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CgroupTree tree() {
    try {
      return CgroupTree.find(HostFiles.own());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

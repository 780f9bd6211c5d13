// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A real container, run by podman and runc from a root file system with busybox alone. */
public final class PodmanContainer implements AutoCloseable {
  private static final Path BUSYBOX = Path.of("/bin/busybox");
  private static final String PODMAN =
      "podman --log-level=error --runtime runc --cgroup-manager cgroupfs ";
  private static final String LIMITS = "--ulimit nofile=1024:1024 --ulimit nproc=1024:1024 ";

  private final String id;
  private final String image;

  private PodmanContainer(String id, String image) {
    this.id = id;
    this.image = image;
  }

  /** Starts one that counts to this number and then sleeps, or skips the test. */
  public static PodmanContainer counting(int number, Path directory) throws IOException {
    Requirement.PODMAN.unless(
        Shell.run("podman --version && runc --version").contains("runc version")
            && Files.exists(BUSYBOX),
        "podman, runc or busybox is not installed (apt-get install podman runc busybox-static)");
    Path bin = Files.createDirectories(directory.resolve("rootfs/bin"));
    Files.copy(BUSYBOX, bin.resolve("busybox"));
    String image = "localhost/kepler-counts:" + ProcessHandle.current().pid();
    Shell.run("tar -C " + bin.getParent() + " -c . | " + PODMAN + "import - " + image);
    String printed =
        Shell.run(
                PODMAN
                    + "run --detach --network none "
                    + LIMITS
                    + image
                    + " /bin/busybox sh -c 'i=0; while [ $i -lt "
                    + number
                    + " ]; do i=$((i+1)); done; /bin/busybox sleep 600'")
            .strip();
    String id = printed.lines().reduce("", (before, line) -> line);
    Requirement.PODMAN.unless(id.matches("[0-9a-f]{64}"), "podman cannot run here: " + printed);
    return new PodmanContainer(id, image);
  }

  public String id() {
    return id;
  }

  /** What podman calls it. */
  public String name() {
    return Shell.run(PODMAN + "inspect --format '{{.Name}}' " + id).strip();
  }

  /** What the kernel says its tasks have used, µs: cpuacct.usage, or cpu.stat on pure v2 hosts. */
  public long usageUs() {
    String files = "$(find /sys/fs/cgroup -type d -name '*%s*')".formatted(id);
    String legacyNs =
        Shell.run("for d in " + files + "; do cat $d/cpuacct.usage; done 2>/dev/null").strip();
    if (!legacyNs.isEmpty()) {
      return Long.parseLong(legacyNs.lines().findFirst().orElseThrow()) / 1000;
    }
    return Long.parseLong(
        Shell.run("for d in " + files + "; do sed -n 's/usage_usec //p' $d/cpu.stat; done")
            .strip()
            .lines()
            .findFirst()
            .orElseThrow());
  }

  /** Waits until it uses no more CPU time. */
  public void awaitIdle() throws InterruptedException {
    long beforeUs = -1;
    for (long nowUs = usageUs(); nowUs - beforeUs > 1000; nowUs = usageUs()) {
      beforeUs = nowUs;
      TimeUnit.MILLISECONDS.sleep(300);
    }
  }

  @Override
  public void close() {
    Shell.run(PODMAN + "rm --force " + id + "; " + PODMAN + "rmi " + image);
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.workload.WorkloadNames.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Issue, B4: a container outside of Kubernetes has a name that people know, not only hex. */
class RuntimeNamesTest {
  private static final String A = "a".repeat(64);
  private static final String B = "b".repeat(64);
  private static final String C = "c".repeat(64);

  @TempDir Path folder = Path.of("");
  private Path root = Path.of("");
  private long nowNs;
  private RuntimeNames names = names();

  @BeforeEach
  void build() {
    root = folder.resolve("proc/1/root");
    names = names();
  }

  @Test
  void dockersContainersAreCalledWhatDockerCallsThem() throws Exception {
    write(
        "var/lib/docker/containers/" + A + "/config.v2.json",
        "{\"Name\": \"/web\", \"Config\": {\"Image\": \"nginx:1.29\"}, \"Driver\": \"overlay2\"}");
    Names found = names.ofContainer(container(A, "docker"));
    assertThat(found.container()).contains("web");
    assertThat(found.image()).contains(Image.parse("nginx:1.29"));
    assertThat(found.pod()).isEmpty();
  }

  @Test
  void podmansContainersAreCalledWhatPodmanCallsThemAlsoThoseOfUsers() throws Exception {
    write(
        "var/lib/containers/storage/overlay-containers/containers.json",
        "[{\"id\": \"%s\", \"names\": [\"db\"], \"metadata\": \"{\\\"image-name\\\":\\\"docker.io/library/postgres:17\\\"}\"}]"
            .formatted(A));
    write(
        "home/ann/.local/share/containers/storage/vfs-containers/volatile-containers.json",
        "[{\"id\": \"%s\", \"names\": [\"toolbox\"]}, {\"id\": \"%s\"}]".formatted(B, C));
    assertThat(names.ofContainer(container(A, "podman")).container()).contains("db");
    assertThat(names.ofContainer(container(A, "podman")).image())
        .contains(Image.parse("docker.io/library/postgres:17"));
    assertThat(names.ofContainer(container(B, "podman")).container()).contains("toolbox");
    assertThat(names.ofContainer(container(C, "podman"))).isEqualTo(Names.UNKNOWN);
  }

  @Test
  void aNameThatComesLaterIsFoundAndOneThatWasFoundIsKept() throws Exception {
    assertThat(names.ofContainer(container(A, "docker"))).isEqualTo(Names.UNKNOWN);
    Path config =
        write("var/lib/docker/containers/" + A + "/config.v2.json", "{\"Name\": \"/late\"}");
    assertThat(names.ofContainer(container(A, "docker"))).isEqualTo(Names.UNKNOWN);
    nowNs += 10_000_000_000L;
    assertThat(names.ofContainer(container(A, "docker")).container()).contains("late");
    Files.delete(config);
    assertThat(names.ofContainer(container(A, "docker")).container()).contains("late");
  }

  @Test
  void whatIsNoneOfTheirFilesIsNoName() throws Exception {
    write("var/lib/docker/containers/" + A + "/config.v2.json", "{\"Name\": \"/ha");
    write("var/lib/docker/containers/" + B + "/config.v2.json", "[1, 2]");
    Files.createDirectories(root.resolve("var/lib/docker/containers/" + C + "/config.v2.json"));
    for (String id : new String[] {A, B, C}) {
      assertThat(names.ofContainer(container(id, "docker"))).isEqualTo(Names.UNKNOWN);
    }
  }

  @Test
  void foldersOfOtherMachinesAreNotLookedInto() throws Exception {
    write(
        "home/far/.local/share/containers/storage/overlay-containers/containers.json",
        "[{\"id\": \"%s\", \"names\": [\"far\"]}]".formatted(A));
    Files.writeString(
        folder.resolve("proc/1/mountinfo"),
        "36 35 0:99 / /home/far rw,relatime - nfs4 server:/far rw\n");
    assertThat(names.ofContainer(container(A, "podman"))).isEqualTo(Names.UNKNOWN);
  }

  @Test
  void podsAreKubernetesBusiness() throws Exception {
    write("var/lib/docker/containers/" + A + "/config.v2.json", "{\"Name\": \"/k8s_POD_x\"}");
    assertThat(names.ofContainer(new Workload.Container(A, "docker", Optional.of("uid"))))
        .isEqualTo(Names.UNKNOWN);
  }

  private RuntimeNames names() {
    return new RuntimeNames(
        PodSource.none(),
        new HostFiles(folder.resolve("proc"), folder.resolve("sys")),
        () -> nowNs);
  }

  private static Workload.Container container(String id, String runtime) {
    return new Workload.Container(id, runtime, Optional.empty());
  }

  private Path write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}

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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
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

  @Test
  void allElseIsAnsweredByWhoKnowsPods() {
    FakePods pods = new FakePods();
    RuntimeNames both =
        new RuntimeNames(
            pods, new HostFiles(folder.resolve("proc"), folder.resolve("sys")), () -> nowNs);
    both.start();
    both.settle(Set.of("a"), 5);
    both.close();
    assertThat(pods.calls).containsExactly("start", "settle [a] 5", "close");
    assertThat(both.nodeUid()).contains("node");
    assertThat(both.state()).contains(FakePods.STATE);
    assertThat(both.hold()).isEqualTo(Duration.ofSeconds(7));
    assertThat(both.millicores(container(A, "docker"))).hasValue(250);
    assertThat(both.ofPod("uid")).contains(FakePods.POD);
    assertThat(both.ofContainer(container(A, "podman")).container()).contains("main");
  }

  private static final class FakePods implements PodSource {
    static final State STATE = new State(true, "", 3, 4);
    static final PodNames POD =
        new PodNames(
            "uid",
            "shop",
            "web",
            List.of(),
            new ServiceNames("web", "shop", Optional.empty(), Optional.empty()));
    final List<String> calls = new ArrayList<>();

    @Override
    public void start() {
      calls.add("start");
    }

    @Override
    public Optional<State> state() {
      return Optional.of(STATE);
    }

    @Override
    public Optional<String> nodeUid() {
      return Optional.of("node");
    }

    @Override
    public Optional<PodNames> ofPod(String podUid) {
      return Optional.of(POD);
    }

    @Override
    public Duration hold() {
      return Duration.ofSeconds(7);
    }

    @Override
    public Names ofContainer(Workload.Container container) {
      return new Names(Optional.of(POD), Optional.of("main"), Optional.empty(), Optional.empty());
    }

    @Override
    public OptionalLong millicores(Workload.Container container) {
      return OptionalLong.of(250);
    }

    @Override
    public void settle(Set<String> inUse, long nowNs) {
      calls.add("settle " + inUse + " " + nowNs);
    }

    @Override
    public void close() {
      calls.add("close");
    }
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

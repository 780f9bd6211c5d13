// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.linux.fs.CgroupTree;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.model.ProcessUse;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.UsageKind;
import io.keplerotel.agent.usage.UsageReading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tree of /proc as amdgpu, i915 and xe leave it. */
class DrmUsageTest {
  private static final UsageKind AMD = UsageKind.gpuTime("0000:03:00.0");
  private static final UsageKind INTEL = UsageKind.gpuTime("0000:00:02.0");

  @TempDir Path root;

  @Test
  void eachProcessHasTheTimeOfItsEngines() {
    device("amdgpu");
    amd(41, 5, 7, 1_000, 10);
    amd(42, 6, 8, 5_000, 0);
    DrmUsage usage = usage();
    assertThat(read(usage)).isEmpty();
    amd(41, 5, 7, 601_000, 30);
    amd(42, 6, 8, 205_000, 0);
    assertThat(read(usage)).isEqualTo(Map.of("41 p41", 600_020L, "42 p42", 200_000L));
    assertThat(read(usage)).isEmpty();
  }

  @Test
  void aClientThatIsOpenTwiceOrInTwoProcessesCountsOnce() {
    device("amdgpu");
    amd(41, 5, 7, 1_000, 0);
    amd(41, 6, 7, 1_000, 0);
    amd(42, 9, 7, 1_000, 0);
    DrmUsage usage = usage();
    read(usage);
    amd(41, 5, 7, 2_000, 0);
    amd(41, 6, 7, 2_000, 0);
    amd(42, 9, 7, 2_000, 0);
    assertThat(read(usage).values()).containsExactly(1_000L);
  }

  @Test
  void cyclesAreTheirPartOfAllThatHaveGoneBy() {
    device("xe");
    xe(41, 100, 1_000);
    DrmUsage usage = usage();
    read(usage);
    xe(41, 350, 2_000);
    UsageReading reading = usage.read(load(1_000_000_000));
    assertThat(reading.uses())
        .singleElement()
        .satisfies(
            use -> {
              assertThat(use.kind()).isEqualTo(INTEL);
              assertThat(use.amount()).isEqualTo(250_000_000);
            });
  }

  @Test
  void aProcessThatOpensADeviceLaterIsFoundWithinTenReadings() {
    device("amdgpu");
    DrmUsage usage = usage();
    read(usage);
    amd(43, 5, 7, 1_000, 0);
    long sum = 0;
    for (int i = 1; i <= 12; i++) {
      amd(43, 5, 7, 1_000 + i * 100L, 0);
      sum += read(usage).getOrDefault("43 p43", 0L);
    }
    assertThat(sum).isBetween(100L, 1_100L);
  }

  @Test
  void counterThatGoesBackCountsNothingAndOneThatLeapsIsNamed() {
    device("amdgpu");
    amd(41, 5, 7, 5_000, 0);
    DrmUsage usage = usage();
    read(usage);
    amd(41, 5, 7, 1_000, 0);
    assertThat(read(usage)).isEmpty();
    amd(41, 5, 7, 1_000_000_000_000_000L, 0);
    UsageReading leap = usage.read(load(1_000_000_000));
    assertThat(leap.uses()).isEmpty();
    assertThat(leap.faults())
        .singleElement()
        .satisfies(fault -> assertThat(fault.message()).contains("for longer than it can have"));
  }

  @Test
  void aFileThatIsClosedOrOfSomethingElseIsLeftOut() throws IOException {
    device("amdgpu");
    amd(41, 5, 7, 1_000, 0);
    DrmUsage usage = usage();
    read(usage);
    Files.writeString(root.resolve("proc/41/fdinfo/5"), "pos:\t0\nflags:\t02\n");
    assertThat(read(usage)).isEmpty();
    Files.delete(root.resolve("proc/41/fdinfo/5"));
    assertThat(read(usage)).isEmpty();
  }

  @Test
  void withoutADeviceOfSuchADriverNoProcessIsLookedAt() {
    device("nvidia");
    amd(41, 5, 7, 1_000, 0);
    DrmUsage usage = usage();
    read(usage);
    amd(41, 5, 7, 2_000, 0);
    assertThat(read(usage)).isEmpty();
    device("amdgpu");
    usage.read(load(60_000_000_000L));
    amd(41, 5, 7, 3_000, 0);
    assertThat(read(usage)).isEqualTo(Map.of("41 p41", 1_000L));
  }

  @Test
  void linesAreUnderstoodAsTheKernelDocumentsThem() {
    DrmFile file =
        DrmFile.parse(
                """
                pos:	0
                drm-driver:	i915
                drm-client-id:	12
                drm-pdev:	0000:00:02.0
                drm-engine-render:	9288864723 ns
                drm-engine-capacity-video:	2
                drm-engine-copy:	garbage
                drm-total-system0:	4 KiB
                """)
            .orElseThrow();
    assertThat(file.client()).isEqualTo(new DrmFile.Client("0000:00:02.0", 12));
    assertThat(file.engineNs()).isEqualTo(Map.of("render", 9_288_864_723L));
    assertThat(file.cycles()).isEmpty();
    assertThat(DrmFile.parse("drm-driver:\tvirtio_gpu\n")).isEmpty();
    assertThat(DrmFile.parse("")).isEmpty();
  }

  private DrmUsage usage() {
    HostFiles files = new HostFiles(root.resolve("proc"), root.resolve("sys"));
    return new DrmUsage(
        files, new ProcessTable(files, new CgroupTree(Optional.empty(), Optional.empty())));
  }

  private static Map<String, Long> read(DrmUsage usage) {
    return usage.read(load(1_000_000_000)).uses().stream()
        .peek(use -> assertThat(use.kind()).isEqualTo(AMD))
        .collect(
            Collectors.toMap(use -> use.process().pid() + " " + use.command(), ProcessUse::amount));
  }

  private static TickLoad load(long elapsedNs) {
    return new TickLoad(elapsedNs, 0, 2);
  }

  private void amd(int pid, int number, int client, long gfxNs, long computeNs) {
    file(
        pid,
        number,
        """
        drm-driver:	amdgpu
        drm-client-id:	%d
        drm-pdev:	0000:03:00.0
        drm-engine-gfx:	%d ns
        drm-engine-compute:	%d ns
        """
            .formatted(client, gfxNs, computeNs));
  }

  private void xe(int pid, long cycles, long all) {
    file(
        pid,
        4,
        """
        drm-driver:	xe
        drm-client-id:	3
        drm-pdev:	0000:00:02.0
        drm-cycles-ccs:	%d
        drm-total-cycles-ccs:	%d
        drm-cycles-rcs:	7
        drm-total-cycles-rcs:	%d
        """
            .formatted(cycles, all, all));
  }

  private void file(int pid, int number, String text) {
    Path process = root.resolve("proc/" + pid);
    try {
      Files.createDirectories(process.resolve("fd"));
      Files.createDirectories(process.resolve("fdinfo"));
      Path link = process.resolve("fd/" + number);
      if (!Files.isSymbolicLink(link)) {
        Files.createSymbolicLink(link, Path.of("/dev/dri/renderD128"));
      }
      Files.writeString(process.resolve("fdinfo/" + number), text);
      Files.writeString(process.resolve("cgroup"), "0::/\n");
      Files.writeString(
          process.resolve("stat"),
          "%d (p%d) S 1 1 1 0 -1 0 0 0 0 0 10 5 0 0 20 0 1 0 777 0 0\n".formatted(pid, pid));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void device(String driver) {
    try {
      Path node = root.resolve("sys/class/drm/renderD128/device");
      Path target = Files.createDirectories(root.resolve("sys/bus/pci/drivers/" + driver));
      Files.createDirectories(node);
      Files.deleteIfExists(node.resolve("driver"));
      Files.createSymbolicLink(node.resolve("driver"), target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

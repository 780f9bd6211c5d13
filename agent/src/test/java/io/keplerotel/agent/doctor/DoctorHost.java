// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.doctor;

import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.OwnFiles;
import io.keplerotel.agent.model.CpuReading;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.power.PowerOffer;
import io.keplerotel.agent.power.battery.BatteryModule;
import io.keplerotel.agent.power.estimated.EstimatedModule;
import io.keplerotel.agent.power.estimated.PresentEstimate;
import io.keplerotel.agent.power.estimated.catalogue.HostIdle;
import io.keplerotel.agent.power.estimated.catalogue.ThisMachine;
import io.keplerotel.agent.power.estimated.modelfile.PreferredModel;
import io.keplerotel.agent.power.hwmon.HwmonModule;
import io.keplerotel.agent.power.powercap.PowercapModule;
import io.keplerotel.agent.testing.HostFixture;
import io.keplerotel.agent.testing.ScriptedCpu;
import io.keplerotel.agent.testing.TestSettings;
import io.keplerotel.agent.usage.CpuTimeSource;
import io.keplerotel.agent.usage.CpuTimeStart;
import io.keplerotel.agent.usage.CpuTimeUnavailableException;
import io.keplerotel.agent.workload.PodSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A host of files alone, with a kernel and a process that want for nothing, to be made worse. */
final class DoctorHost {
  static final long HEAP_BYTES = 256L << 20;
  private static final String MOUNTS =
      "31 23 0:28 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw,nsdelegate\n";

  final Path root;
  private final HostFixture fixture;
  String encoding = "UTF-8";
  Settings settings = TestSettings.defaults();
  Optional<String> bpfRefused = Optional.empty();
  Set<PowerOffer> more = Set.of();

  DoctorHost(Path root, List<String> description) throws IOException {
    this.root = root;
    this.fixture = new HostFixture(root, description);
    write("proc/sys/kernel/osrelease", "6.12.9-amd64");
    write("proc/sys/kernel/perf_event_paranoid", "2");
    write("proc/sys/kernel/unprivileged_bpf_disabled", "2");
    write("sys/kernel/btf/vmlinux", "types");
    write("sys/kernel/security/lockdown", "[none] integrity confidentiality");
    write("sys/fs/cgroup/cgroup.procs", "1");
    write("proc/self/status", "Uid:\t0\t0\t0\t0\nCapEff:\t000001ffffffffff\nSeccomp:\t0");
    write("proc/self/cgroup", "0::/system.slice/kepler-agent.service");
    write("proc/self/mountinfo", MOUNTS);
    write("proc/1/mountinfo", MOUNTS);
    Files.createDirectories(root.resolve("proc/self/ns"));
    pidNamespace("pid:[4026531836]");
  }

  void write(String file, String content) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content + "\n");
  }

  void pidNamespace(String target) throws IOException {
    Path link = root.resolve("proc/self/ns/pid");
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, Path.of(target));
  }

  /** Without those checks that look at this machine's network. */
  Report examine() {
    HostFiles files = fixture.files();
    Surroundings here =
        new Surroundings(
            files, new OwnFiles(root.resolve("proc/self")), Map.of(), encoding, HEAP_BYTES);
    PresentEstimate estimate = PresentEstimate.alone();
    Sources sources =
        new Sources(this::starts, () -> offers(files, estimate), PodSource::none, estimate);
    return new Examination(Duration.ofSeconds(30))
        .of("TEST", new Doctor(settings, here, sources, turns()).machine());
  }

  /** The screen, with paths as they are on a host. */
  String screen() {
    Report report = examine();
    return ReportText.sheet(report).replace(root + "/", "/");
  }

  private Turns turns() {
    return new Turns() {
      private int number;

      @Override
      public TickLoad next() {
        fixture.tick(++number);
        return new TickLoad(1_000_000_000L, 500_000_000L, 4);
      }
    };
  }

  private Map<String, CpuTimeStart> starts() {
    return Map.of(
        "bpf", () -> start("bpf", bpfRefused), "cgroup", () -> start("cgroup", Optional.empty()));
  }

  private static CpuTimeSource start(String name, Optional<String> refused)
      throws CpuTimeUnavailableException {
    if (refused.isPresent()) {
      throw new CpuTimeUnavailableException(refused.get());
    }
    return new NamedCpu(name);
  }

  private Set<PowerOffer> offers(HostFiles files, PresentEstimate estimate) {
    Set<PowerOffer> offers = new HashSet<>(more);
    offers.add(BatteryModule.offer(() -> files));
    offers.add(HwmonModule.offer(() -> files, TestSettings.defaults()));
    offers.add(PowercapModule.offer(() -> files));
    offers.add(
        EstimatedModule.offer(
            () -> PreferredModel.alone(new ThisMachine(files, Optional::empty, HostIdle.SHARE)),
            estimate));
    return offers;
  }

  private record NamedCpu(String name) implements CpuTimeSource {
    @Override
    public CpuReading read() {
      return new ScriptedCpu().read();
    }

    @Override
    public void close() {
      // It holds nothing.
    }
  }
}

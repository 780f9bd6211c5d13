// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.Discovery;
import io.keplerotel.agent.power.PowerCard;
import io.keplerotel.agent.power.PowerOffer;
import io.keplerotel.agent.power.PowerReading;
import io.keplerotel.agent.power.PowerSource;
import io.keplerotel.agent.testing.TestSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One fault at a time on a good host: what doctor says of it, and how it ends. */
class DoctorFaultsTest {
  private static final List<String> XEON =
      List.of(
          "/sys/class/powercap/intel-rapl:0",
          "name = package-0",
          "max_energy_range_uj = 262143328850",
          "energy_uj = 1 +30000000",
          "/sys/class/powercap/intel-rapl:0/intel-rapl:0:0",
          "name = dram",
          "max_energy_range_uj = 65712999613",
          "energy_uj = 1 +4000000",
          "/sys/bus/event_source/devices/cpu",
          "type = 4");

  private static final Zone METER =
      new Zone("meter", Component.PLATFORM, "", Optional.empty(), "meter", Provenance.MEASURED);
  private static final List<Fault> DENIED =
      List.of(
          new Fault(
              "meter", "cannot read /sys/x: Permission denied; run as root or grant read access"));

  @TempDir Path folder = Path.of("");
  private DoctorHost host;

  @BeforeEach
  void aGoodHost() throws IOException {
    host = new DoctorHost(folder.toRealPath(), XEON);
  }

  @Test
  void aGoodHostHasNoProblem() {
    Report report = host.examine();
    assertThat(report.exitStatus()).isZero();
    assertThat(host.screen())
        .contains(
            "ok       rapl             found: package-0, package-0/dram",
            "ok       package          measured by rapl (package-0)",
            "ok       cpu time         by BPF",
            "ok       pmu              hardware counters: cpu");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "proc/sys/kernel/osrelease | 5.10.0-28-amd64 | note | kernel | too old for the agent's BPF programs",
        "sys/kernel/security/lockdown | none integrity [confidentiality] | problem | lockdown | BPF programs may not read the kernel",
        "sys/kernel/security/lockdown | none [integrity] confidentiality | ok | lockdown | BPF and powercap work",
        "proc/sys/kernel/perf_event_paranoid | -1 | ok | perf events | open to all users",
        "sys/fs/selinux/enforce | 1 | ok | security module | SELinux, enforcing",
        "sys/module/apparmor/parameters/enabled | Y | ok | security module | AppArmor is on",
        "sys/fs/cgroup/system.slice/kepler-agent.service/memory.max | 209715200 | problem | memory | limit 200 MiB, heap up to 256 MiB: the kernel will kill the agent",
        "sys/fs/cgroup/system.slice/memory.max | 33554432 | problem | memory | limit 32 MiB",
        "sys/fs/cgroup/memory.max | 536870912 | ok | memory | limit 512 MiB, heap up to 256 MiB",
        "sys/class/drm/card0/device/vendor | 0x10de | note | gpu | not measured, though there is one: card0 (NVIDIA)",
        "sys/class/powercap/intel-rapl:0/max_energy_range_uj | junk | note | rapl | is not a number",
      })
  void whatAFileSaysIsToldInPlainWords(
      String file, String content, String verdict, String topic, String words) throws Exception {
    host.write(file, content);
    assertThat(host.examine().parts().stream().flatMap(part -> part.findings().stream()))
        .anySatisfy(
            finding -> {
              assertThat(finding.topic()).isEqualTo(topic);
              assertThat(finding.verdict().word()).isEqualTo(verdict);
              assertThat(finding.text()).contains(words);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sys/kernel/btf/vmlinux | note | btf | the kernel does not describe its types",
        "sys/fs/cgroup/cgroup.procs | problem | cgroups | containers cannot be told apart",
        "proc/self/ns/pid | note | pid namespace | it cannot be told",
        "proc/sys/kernel/unprivileged_bpf_disabled | note | bpf for users | does not say",
        "proc/sys/kernel/osrelease | problem | kernel | No such file or directory",
        "sys/bus/event_source/devices/cpu/type,sys/bus/event_source/devices/cpu | note | pmu | no hardware counters",
      })
  void whatIsMissingIsToldInPlainWords(String files, String verdict, String topic, String words)
      throws Exception {
    for (String file : files.split(",", -1)) {
      Files.delete(host.root.resolve(file));
    }
    Finding finding = finding(topic);
    assertThat(finding.verdict().word()).isEqualTo(verdict);
    assertThat(finding.text()).contains(words);
  }

  @Test
  void withoutCapabilitiesItSaysWhichAreMissingForWhat() throws Exception {
    host.write("proc/self/status", "Uid:\t65534\t65534\t65534\t65534\nCapEff:\t0000000000000000");
    Finding finding = finding("capabilities");
    assertThat(finding.verdict()).isEqualTo(Verdict.NOTE);
    assertThat(finding.text())
        .contains("user 65534 has none that matter here", "CAP_BPF (CPU time by BPF)");
    assertThat(finding.advice()).isEqualTo("run as root, or grant CAP_BPF and CAP_PERFMON");
  }

  @Test
  void aRefusalOfBpfIsAProblemWithWhatToGrant() {
    host.bpfRefused = Optional.of("the kernel refused the BPF programs; give CAP_BPF");
    Finding finding = finding("cpu time");
    assertThat(finding.verdict()).isEqualTo(Verdict.PROBLEM);
    assertThat(finding.text()).contains("from cgroup files and /proc", "the kernel refused");
    assertThat(finding.advice()).isEqualTo("give CAP_BPF");
    assertThat(host.examine().exitStatus()).isEqualTo(1);
  }

  @Test
  void anotherPidNamespaceIsAProblem() throws Exception {
    host.pidNamespace("pid:[4026532281]");
    assertThat(finding("pid namespace").verdict()).isEqualTo(Verdict.PROBLEM);
  }

  @Test
  void namesOfAnotherEncodingAreNoted() {
    host.encoding = "ANSI_X3.4-1968";
    assertThat(finding("locale").verdict()).isEqualTo(Verdict.NOTE);
  }

  @Test
  void aCounterThatNeverMovesIsFoundOutAndThePowerIsEstimated() throws Exception {
    host =
        new DoctorHost(
            Files.createDirectories(folder.resolve("dead")).toRealPath(),
            XEON.stream().map(line -> line.replaceAll(" \\+\\d+", "")).toList());
    assertThat(finding("rapl").text())
        .contains("the energy counter of package-0 never moves though the CPUs are busy");
    assertThat(finding("package").text()).startsWith("estimated, by");
  }

  @Test
  void whatMayNotBeReadIsAProblemWithWhatToDo() {
    host.more =
        Set.of(meter(Discovery.of(List.of(METER)), turn -> new PowerReading(List.of(), DENIED)));
    Finding finding = finding("meter");
    assertThat(finding.verdict()).isEqualTo(Verdict.PROBLEM);
    assertThat(finding.text()).startsWith("not permitted: cannot read /sys/x: Permission denied");
    assertThat(finding.advice()).isEqualTo("run as root or grant read access");
    assertThat(host.examine().exitStatus()).isEqualTo(1);
  }

  @Test
  void whoAnswersLateIsWaitedFor() {
    List<Reading> answer = List.of(new Reading.Power(METER, 90_000_000, OptionalLong.empty()));
    host.more =
        Set.of(
            meter(
                Discovery.pending("meter has not answered yet"),
                turn -> new PowerReading(turn < 3 ? List.of() : answer, List.of())));
    assertThat(finding("meter").text()).isEqualTo("found: meter");
    assertThat(finding("platform").text()).isEqualTo("measured by meter (meter)");
  }

  private static PowerOffer meter(Discovery found, IntFunction<PowerReading> answer) {
    PowerCard card = new PowerCard("meter", 500, Set.of(Component.PLATFORM), Provenance.MEASURED);
    return new PowerOffer(card, () -> new LateMeter(found, answer, new AtomicInteger()));
  }

  private record LateMeter(Discovery found, IntFunction<PowerReading> answer, AtomicInteger turn)
      implements PowerSource {
    @Override
    public Discovery discover() {
      return found;
    }

    @Override
    public PowerReading read(TickLoad load) {
      return answer.apply(turn.incrementAndGet());
    }
  }

  @Test
  void aSourceThatIsLeftOutIsNoted() throws Exception {
    host.settings =
        TestSettings.load(Optional.empty(), Map.of(), Map.of("--power.sources", "estimated"));
    assertThat(finding("rapl").text()).isEqualTo("left out by power.sources");
    assertThat(finding("package").text()).contains("estimated, by");
  }

  @Test
  void jsonHasWhatTheScreenHas() throws Exception {
    Report report = host.examine();
    JsonNode json = new ObjectMapper().readTree(ReportText.json(report));
    assertThat(json.get("exit_status").asInt()).isZero();
    assertThat(json.findValuesAsText("topic"))
        .containsExactlyElementsOf(
            report.parts().stream()
                .flatMap(part -> part.findings().stream())
                .map(Finding::topic)
                .toList());
  }

  private Finding finding(String topic) {
    return host.examine().parts().stream()
        .flatMap(part -> part.findings().stream())
        .filter(finding -> finding.topic().equals(topic))
        .findFirst()
        .orElseThrow();
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.doctor;

import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.OwnFiles;
import io.keplerotel.agent.linux.fs.SmallFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the process may do. */
final class RightsChecks {
  private static final Pattern USER = Pattern.compile("(?m)^Uid:\\s*\\d+\\s+(\\d+)");
  private static final Pattern SECCOMP = Pattern.compile("(?m)^Seccomp:\\s*([12])$");
  private static final String TOPIC = "capabilities";

  private final HostFiles files;
  private final OwnFiles own;

  RightsChecks(Surroundings surroundings) {
    this.files = surroundings.files();
    this.own = surroundings.own();
  }

  List<Check> all() {
    return List.of(
        new Check(TOPIC, () -> List.of(capabilities())),
        new Check("security module", () -> List.of(securityModule())));
  }

  /** That something is missing is only said here; what it costs, the sources say. */
  private Finding capabilities() throws UnreadableException {
    String status = new SmallFile().text(own.status());
    Matcher user = USER.matcher(status);
    String who = user.find() ? "user " + user.group(1) : "the user";
    String seccomp = SECCOMP.matcher(status).find() ? "; system calls are filtered (seccomp)" : "";
    Optional<List<Capability>> effective = Capability.effective(status);
    if (effective.isEmpty()) {
      return Finding.note(TOPIC, who + "; the kernel does not say what it may do" + seccomp);
    }
    List<Capability> has = effective.get();
    String missing =
        Arrays.stream(Capability.values())
            .filter(each -> !has.contains(each))
            .map(each -> "%s (%s)".formatted(each.kernelName(), each.use()))
            .collect(Collectors.joining(", "));
    String names =
        has.isEmpty()
            ? "none that matter here"
            : has.stream().map(Capability::kernelName).collect(Collectors.joining(", "));
    String text = "%s has %s%s".formatted(who, names, seccomp);
    boolean canBpf = has.contains(Capability.BPF) && has.contains(Capability.PERFMON);
    String all = missing.isEmpty() ? text : text + "; missing: " + missing;
    return canBpf || has.contains(Capability.SYS_ADMIN)
        ? Finding.ok(TOPIC, all)
        : Finding.note(TOPIC, all, "run as root, or grant CAP_BPF and CAP_PERFMON");
  }

  private Finding securityModule() {
    String label = text(own.label()).orElse("");
    String as = label.isEmpty() ? "" : "; the agent runs as " + label.replace("\u0000", "");
    Optional<String> selinux = text(files.selinuxEnforces());
    if (selinux.isPresent()) {
      boolean enforces = selinux.get().equals("1");
      boolean confined = enforces && label.contains("container_t");
      String text = "SELinux, " + (enforces ? "enforcing" : "permissive") + as;
      return confined
          ? Finding.note(
              "security module",
              text + ": this type may not use BPF",
              "run the container as spc_t (seLinuxOptions), or privileged")
          : Finding.ok("security module", text);
    }
    boolean apparmor = text(files.apparmorEnabled()).filter(on -> on.equals("Y")).isPresent();
    return Finding.ok(
        "security module", apparmor ? "AppArmor is on" + as : "neither SELinux nor AppArmor");
  }

  private static Optional<String> text(Path path) {
    try {
      return Optional.of(new SmallFile().text(path).strip());
    } catch (UnreadableException ignored) {
      // Where there is no such module, there is no such file, or it cannot be read.
      return Optional.empty();
    }
  }
}

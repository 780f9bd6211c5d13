// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The cgroup that somebody made for one virtual machine. All that is in it belongs to the machine.
 *
 * @param path of the cgroup
 * @param name of the machine as the cgroup has it, cut and changed by whoever made it
 * @param hypervisor as the cgroup has it
 */
record MachineScope(String path, String name, String hypervisor) {
  // virDomainGenerateMachineName of libvirt: DRIVER-NUMBER-NAME; older ones have no number.
  private static final Pattern SYSTEMD =
      Pattern.compile("machine-(?<driver>qemu|ch)-(?:\\d+-)?(?<name>.+)\\.scope", Pattern.DOTALL);
  // Without systemd, libvirt's own folders: /machine/qemu-1-name.libvirt-qemu.
  private static final Pattern LIBVIRT =
      Pattern.compile(
          "(?:(?:qemu|ch)-\\d+-)?(?<name>.+)\\.libvirt-(?<driver>qemu|ch)", Pattern.DOTALL);
  private static final Pattern PROXMOX = Pattern.compile("(?<name>\\d{1,10})\\.scope");
  private static final String PROXMOX_SLICE = "qemu.slice";

  /** Finds it in a path; the outermost one, as what a machine has below it is its own. */
  static Optional<MachineScope> find(List<String> segments) {
    StringBuilder path = new StringBuilder();
    String above = "";
    for (String segment : segments) {
      path.append('/').append(segment);
      Optional<MachineScope> found = parse(path.toString(), CgroupPath.unescape(segment), above);
      if (found.isPresent()) {
        return found;
      }
      above = segment;
    }
    return Optional.empty();
  }

  private static Optional<MachineScope> parse(String path, String segment, String above) {
    Matcher systemd = SYSTEMD.matcher(segment);
    if (above.equals("machine.slice") && systemd.matches()) {
      return Optional.of(of(path, systemd));
    }
    Matcher libvirt = LIBVIRT.matcher(segment);
    if (libvirt.matches()) {
      return Optional.of(of(path, libvirt));
    }
    Matcher proxmox = PROXMOX.matcher(segment);
    return above.equals(PROXMOX_SLICE) && proxmox.matches()
        ? Optional.of(new MachineScope(path, proxmox.group("name"), VmCommandLine.KVM))
        : Optional.empty();
  }

  private static MachineScope of(String path, Matcher matcher) {
    String hypervisor =
        matcher.group("driver").equals("ch") ? VmCommandLine.CLOUD_HYPERVISOR : VmCommandLine.KVM;
    return new MachineScope(path, matcher.group("name"), hypervisor);
  }
}

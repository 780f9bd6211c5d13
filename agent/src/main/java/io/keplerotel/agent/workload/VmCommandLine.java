// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What the command line of a hypervisor tells of the virtual machine that it runs. Anybody can
 * write one: what it tells is a name, and nothing more is to be made of it.
 *
 * @param uuid in lower case
 * @param name any text, at most {@link #MOST_CHARACTERS}
 * @param hypervisor such as {@code kvm}
 */
record VmCommandLine(Optional<String> uuid, Optional<String> name, String hypervisor) {
  static final String KVM = "kvm";
  static final String CLOUD_HYPERVISOR = "cloud-hypervisor";

  /** As long as a file's name may be, so that a machine's can be one. */
  static final int MOST_CHARACTERS = 255;

  private static final String QEMU = "qemu";
  private static final String FIRECRACKER = "firecracker";
  private static final Pattern QEMU_BINARY =
      Pattern.compile("qemu-system-.+|qemu-kvm|qemu|kvm", Pattern.DOTALL);
  private static final Pattern UUID =
      Pattern.compile("(?i)\\{?(?<uuid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})}?");
  private static final String NO_UUID = "00000000-0000-0000-0000-000000000000";

  /** What the kernel shows of their names, at most 15 characters. */
  private static final Set<String> COMMANDS =
      Set.of(
          "qemu-kvm",
          QEMU,
          KVM,
          "cloud-hyperviso",
          FIRECRACKER,
          "VBoxHeadless",
          "VirtualBoxVM",
          "vmware-vmx");

  VmCommandLine {
    name =
        name.filter(text -> !text.isEmpty())
            .map(text -> text.substring(0, Math.min(text.length(), MOST_CHARACTERS)));
  }

  /**
   * Whether a process of this name may be a hypervisor, so that its command line is of interest.
   */
  static boolean mayBeOf(String command) {
    return COMMANDS.contains(command) || command.startsWith("qemu-system-");
  }

  /** Parses {@code /proc/PID/cmdline}; empty where it is no hypervisor's with a machine. */
  static Optional<VmCommandLine> parse(String cmdline) {
    List<String> arguments = List.of(cmdline.split("\0", -1));
    String program = arguments.getFirst();
    String binary = program.substring(program.lastIndexOf('/') + 1);
    if (QEMU_BINARY.matcher(binary).matches()) {
      return Optional.of(qemu(binary, arguments));
    }
    return switch (binary) {
      case "cloud-hypervisor" ->
          Optional.of(
              new VmCommandLine(
                  value(arguments, "--platform").flatMap(text -> uuid(key(text, "uuid"))),
                  Optional.empty(),
                  CLOUD_HYPERVISOR));
      case "firecracker" -> Optional.of(named(value(arguments, "--id"), FIRECRACKER));
      case "VBoxHeadless", "VirtualBoxVM" ->
          Optional.of(
              new VmCommandLine(
                  uuid(value(arguments, "--startvm")),
                  value(arguments, "--comment"),
                  "virtualbox"));
      case "vmware-vmx" ->
          Optional.of(new VmCommandLine(Optional.empty(), vmx(arguments), "vmware"));
      default -> Optional.empty();
    };
  }

  private static VmCommandLine qemu(String binary, List<String> arguments) {
    Optional<String> name = value(arguments, "-name", "--name");
    Optional<String> uuid =
        uuid(value(arguments, "-uuid", "--uuid"))
            .or(
                () ->
                    values(arguments, Set.of("-smbios", "--smbios")).stream()
                        .flatMap(text -> uuid(key(text, "uuid")).stream())
                        .findFirst());
    return new VmCommandLine(
        uuid, name.flatMap(VmCommandLine::guest), usesKvm(binary, arguments) ? KVM : QEMU);
  }

  private static boolean usesKvm(String binary, List<String> arguments) {
    Predicate<String> isKvm = text -> text.equals(KVM) || text.startsWith("kvm:");
    return binary.equals("qemu-kvm")
        || binary.equals(KVM)
        || arguments.contains("-enable-kvm")
        || arguments.contains("--enable-kvm")
        || values(arguments, Set.of("-accel", "--accel")).stream()
            .anyMatch(text -> isKvm.test(parts(text).getFirst()))
        || values(arguments, Set.of("-machine", "--machine", "-M")).stream()
            .anyMatch(text -> key(text, "accel").filter(isKvm).isPresent());
  }

  /** A name that is a UUID is the machine's UUID too. */
  private static VmCommandLine named(Optional<String> id, String hypervisor) {
    return new VmCommandLine(uuid(id), id, hypervisor);
  }

  /** The first part is the guest's name, with or without its key. */
  private static Optional<String> guest(String option) {
    String first = parts(option).getFirst();
    return key(option, "guest")
        .or(() -> first.indexOf('=') < 0 ? Optional.of(first) : Optional.empty());
  }

  private static Optional<String> vmx(List<String> arguments) {
    return arguments.stream()
        .filter(text -> text.endsWith(".vmx"))
        .map(text -> text.substring(text.lastIndexOf('/') + 1, text.length() - ".vmx".length()))
        .findFirst();
  }

  private static Optional<String> uuid(Optional<String> text) {
    return text.map(UUID::matcher)
        .filter(java.util.regex.Matcher::matches)
        .map(matcher -> matcher.group("uuid").toLowerCase(Locale.ROOT))
        .filter(uuid -> !uuid.equals(NO_UUID));
  }

  private static Optional<String> value(List<String> arguments, String... names) {
    return values(arguments, Set.of(names)).stream().findFirst();
  }

  /** What follows these options, by a space or by {@code =}. */
  private static List<String> values(List<String> arguments, Set<String> names) {
    List<String> values = new ArrayList<>();
    for (int i = 1; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      int equals = argument.indexOf('=');
      if (names.contains(argument) && i + 1 < arguments.size()) {
        values.add(arguments.get(++i));
      } else if (equals > 0 && names.contains(argument.substring(0, equals))) {
        values.add(argument.substring(equals + 1));
      }
    }
    return values;
  }

  private static Optional<String> key(String option, String key) {
    return parts(option).stream()
        .filter(part -> part.startsWith(key + "="))
        .map(part -> part.substring(key.length() + 1))
        .findFirst();
  }

  /** The parts of an option, between commas; a comma inside of one is written twice. */
  private static List<String> parts(String option) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    for (int i = 0; i < option.length(); i++) {
      char c = option.charAt(i);
      if (c != ',') {
        part.append(c);
      } else if (i + 1 < option.length() && option.charAt(i + 1) == ',') {
        part.append(c);
        i++;
      } else {
        parts.add(part.toString());
        part.setLength(0);
      }
    }
    parts.add(part.toString());
    return parts;
  }
}

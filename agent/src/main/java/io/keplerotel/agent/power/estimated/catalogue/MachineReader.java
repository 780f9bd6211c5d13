// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.catalogue;

import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.ProcessorTable;
import io.keplerotel.agent.linux.fs.SmallFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import io.keplerotel.agent.model.Fault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/** Finds out what machine the agent runs on, from the kernel's files. */
final class MachineReader {
  private static final double KIB_PER_GIB = 1 << 20;
  private static final double KHZ_PER_MHZ = 1000;
  private static final int KIB_PER_MIB = 1024;

  /** Makers of machines that do not exist. */
  private static final Set<String> VIRTUAL_VENDORS =
      Set.of(
          "qemu",
          "kvm",
          "xen",
          "vmware, inc.",
          "innotek gmbh",
          "oracle corporation",
          "openstack",
          "red hat",
          "ovirt",
          "nutanix",
          "alibaba cloud",
          "digitalocean",
          "hetzner",
          "parallels",
          "bochs",
          "scaleway",
          "vultr",
          "upcloud",
          "linode",
          "akamai");

  private final HostFiles files;
  private final SmallFile file = new SmallFile();
  private final List<Fault> faults = new ArrayList<>();

  MachineReader(HostFiles files) {
    this.files = files;
  }

  /** What could not be read. */
  List<Fault> faults() {
    return List.copyOf(faults);
  }

  MachineFacts read() {
    CpuInfo cpuinfo = cpuinfo();
    OptionalInt cache = cache();
    String vendor = text(files.dmi("sys_vendor")).toLowerCase(Locale.ROOT);
    String product = text(files.dmi("product_name"));
    return new MachineFacts(
        cpuName(cpuinfo),
        Identities.family(cpuinfo.identity(), cpuinfo.features(), cache),
        size(cpuinfo),
        cache,
        baseFrequency(cpuinfo),
        cpuinfo.hypervisor() || isVirtual(vendor, product),
        instanceType(vendor, product));
  }

  private CpuInfo cpuinfo() {
    try {
      return CpuInfo.of(ProcessorTable.parse(file.text(files.cpuinfo())));
    } catch (UnreadableException e) {
      faults.add(new Fault("cpu model", e.getMessage() + "; a usual server is taken instead"));
      return CpuInfo.of(ProcessorTable.parse(""));
    }
  }

  /** arm64 shows none in cpuinfo; its board may say what it is. */
  private String cpuName(CpuInfo cpuinfo) {
    return cpuinfo.modelName().isEmpty() ? text(files.boardModel()) : cpuinfo.modelName();
  }

  private MachineFacts.Size size(CpuInfo cpuinfo) {
    int threads = Math.max(1, cpuinfo.threads());
    OptionalInt chips = cpuinfo.chips();
    OptionalInt cores = cpuinfo.cores();
    if (chips.isEmpty() || cores.isEmpty()) {
      Set<String> packages = new HashSet<>();
      Set<String> all = new HashSet<>();
      for (int cpu = 0; cpu < threads; cpu++) {
        String chip = text(files.cpuTopology(cpu, "physical_package_id"));
        packages.add(chip);
        all.add(chip + "/" + text(files.cpuTopology(cpu, "core_id")));
      }
      boolean known = !packages.contains("") && packages.stream().noneMatch(p -> p.startsWith("-"));
      chips = known ? OptionalInt.of(packages.size()) : OptionalInt.empty();
      cores = known ? OptionalInt.of(all.size()) : OptionalInt.empty();
    }
    return new MachineFacts.Size(chips, cores, threads, memory());
  }

  private OptionalDouble memory() {
    for (String line : text(files.meminfo()).split("\n", -1)) {
      if (line.startsWith("MemTotal:")) {
        String number = line.substring(line.indexOf(':') + 1).replace("kB", "").strip();
        return gib(positive(number));
      }
    }
    return OptionalDouble.empty();
  }

  private static OptionalDouble gib(OptionalDouble kib) {
    return kib.isPresent()
        ? OptionalDouble.of(kib.getAsDouble() / KIB_PER_GIB)
        : OptionalDouble.empty();
  }

  private OptionalInt cache() {
    String size = text(files.lastLevelCache());
    if (!size.endsWith("K")) {
      return OptionalInt.empty();
    }
    OptionalDouble kib = positive(size.substring(0, size.length() - 1));
    return kib.isPresent()
        ? OptionalInt.of((int) (kib.getAsDouble() / KIB_PER_MIB))
        : OptionalInt.empty();
  }

  private OptionalDouble baseFrequency(CpuInfo cpuinfo) {
    OptionalDouble khz = positive(text(files.baseFrequency()));
    return khz.isPresent() ? OptionalDouble.of(khz.getAsDouble() / KHZ_PER_MHZ) : cpuinfo.mhz();
  }

  private static boolean isVirtual(String vendor, String product) {
    String name = product.toLowerCase(Locale.ROOT);
    return VIRTUAL_VENDORS.contains(vendor)
        || (vendor.equals("amazon ec2") && !name.contains("metal"))
        || vendor.equals("google")
        || (vendor.equals("microsoft corporation") && name.equals("virtual machine"))
        || name.contains("virtual machine")
        || name.equals("kvm");
  }

  /** AWS puts it into the name of the product. */
  private static Optional<String> instanceType(String vendor, String product) {
    return vendor.equals("amazon ec2") && product.contains(".")
        ? Optional.of(product)
        : Optional.empty();
  }

  private static OptionalDouble positive(String text) {
    try {
      double value = Double.parseDouble(text);
      return value > 0 && value < Double.MAX_VALUE
          ? OptionalDouble.of(value)
          : OptionalDouble.empty();
    } catch (NumberFormatException ignored) {
      // Not there, or in another form: not known.
      return OptionalDouble.empty();
    }
  }

  private String text(Path path) {
    try {
      return file.text(path).strip().replace("\0", "");
    } catch (UnreadableException ignored) {
      // Many machines do not have this one.
      return "";
    }
  }
}

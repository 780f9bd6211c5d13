// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import io.keplerotel.agent.app.SettingsComponent;
import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.config.SettingsException;
import io.keplerotel.agent.config.SettingsLoader;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.power.estimated.Chosen;
import io.keplerotel.agent.power.estimated.Estimate;
import io.keplerotel.agent.power.estimated.EstimatedModule;
import io.keplerotel.agent.power.estimated.InstanceLabel;
import io.keplerotel.agent.power.estimated.catalogue.Asked;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code kepler-agent estimate}. */
final class EstimateCommand implements Subcommand {
  private static final String CPU = "--cpu";
  private static final String SOCKETS = "--sockets";
  private static final String CORES = "--cores";
  private static final String THREADS = "--threads";
  private static final String MEMORY = "--memory";
  private static final String VCPUS = "--vcpus";
  private static final String VM_MEMORY = "--vm-memory";
  private static final String INSTANCE = "--instance";
  private static final String JSON = "--json";
  private static final List<String> MACHINE =
      List.of(CPU, SOCKETS, CORES, THREADS, MEMORY, VCPUS, VM_MEMORY, INSTANCE);
  private static final int MOST = 1_000_000;

  @Override
  public String name() {
    return "estimate";
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name(name());
    spec.usageMessage()
        .description(
            "Shows what power a machine is estimated to take, from none to full load, and how sure that is.",
            "Without options: this machine, as the agent would estimate it.");
    return spec.addOption(text(CPU, "NAME", "Model of its CPUs, such as \"AMD EPYC 9654\"."))
        .addOption(text(SOCKETS, "N", "How many CPUs it has. Default: by --cores, or 1."))
        .addOption(text(CORES, "N", "Cores of all CPUs together. Default: those of the model."))
        .addOption(text(THREADS, "N", "Hardware threads of all CPUs together."))
        .addOption(text(MEMORY, "SIZE", "Its memory, such as 768GiB. Default: what is usual."))
        .addOption(text(VCPUS, "N", "Of a virtual machine on it: its vCPUs; shows its share."))
        .addOption(text(VM_MEMORY, "SIZE", "Of that virtual machine: its memory."))
        .addOption(
            text(
                INSTANCE,
                "TYPE",
                "A cloud's instance type, such as m7a.2xlarge, in place of --cpu."))
        .addOption(OptionSpec.builder(JSON).type(boolean.class).description("Print JSON.").build());
  }

  private static OptionSpec text(String name, String label, String description) {
    return OptionSpec.builder(name)
        .type(String.class)
        .paramLabel(label)
        .description(description)
        .build();
  }

  @Override
  public int run(CommandLineFlags flags) throws SettingsException {
    Estimate estimate = estimate(flags);
    System.out.print(
        flags.own().hasMatchedOption(JSON)
            ? EstimateText.json(estimate)
            : EstimateText.sheet(estimate));
    return 0;
  }

  private static Estimate estimate(CommandLineFlags flags) throws SettingsException {
    Settings settings = settings(flags);
    if (MACHINE.stream().noneMatch(flags.own()::hasMatchedOption)) {
      HostFiles files = new HostFiles(settings.host().procfs(), settings.host().sysfs());
      Chosen chosen = EstimatedModule.preferred(files, settings, new InstanceLabel()).get();
      chosen
          .faults()
          .forEach(fault -> System.err.println("kepler-agent estimate: " + fault.message()));
      return chosen.estimate();
    }
    try {
      return asked(flags).estimate(settings.of(EstimatedModule.HOST_IDLE));
    } catch (IllegalArgumentException e) {
      throw flags.wrong(String.valueOf(e.getMessage()));
    }
  }

  private static Asked asked(CommandLineFlags flags) {
    Optional<String> cpu = flags.value(CPU);
    Optional<String> instance = flags.value(INSTANCE);
    if (cpu.isEmpty() && instance.isEmpty()) {
      throw flags.wrong(
          "--cpu or --instance: say which CPU the machine has, such as --cpu \"AMD EPYC 9654\"");
    }
    if (cpu.filter(String::isBlank).isPresent()) {
      throw flags.wrong("--cpu: the name is empty; give one such as \"AMD EPYC 9654\"");
    }
    return new Asked(
        cpu.orElse(""),
        instance,
        new Asked.Counts(
            count(flags, SOCKETS), count(flags, CORES), count(flags, THREADS), count(flags, VCPUS)),
        gib(flags, MEMORY),
        gib(flags, VM_MEMORY));
  }

  /** 0 where it was not given. */
  private static int count(CommandLineFlags flags, String option) {
    Optional<String> text = flags.value(option);
    if (text.isEmpty()) {
      return 0;
    }
    String digits = text.orElseThrow().strip();
    int count = digits.matches("[0-9]{1,7}") ? Integer.parseInt(digits) : 0;
    if (count < 1 || count > MOST) {
      throw flags.wrong(option + ": \"" + digits + "\" is not a whole number from 1 to " + MOST);
    }
    return count;
  }

  private static OptionalDouble gib(CommandLineFlags flags, String option) {
    Optional<String> text = flags.value(option);
    if (text.isEmpty()) {
      return OptionalDouble.empty();
    }
    OptionalDouble size = MemorySize.gib(text.orElseThrow());
    if (size.isEmpty()) {
      throw flags.wrong(
          option + ": \"" + text.orElseThrow() + "\" is not an amount of memory such as 768GiB");
    }
    return size;
  }

  private static Settings settings(CommandLineFlags flags) throws SettingsException {
    SettingsLoader loader = new SettingsLoader(SettingsComponent.table());
    try {
      return loader.load(flags.file(), System.getenv(), flags.settings());
    } catch (SettingsException e) {
      if (flags.settings().isEmpty()) {
        throw e;
      }
      throw flags.wrong(String.valueOf(e.getMessage()));
    }
  }
}

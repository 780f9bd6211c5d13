// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import io.keplerotel.agent.app.Console;
import io.keplerotel.agent.app.DaggerAgentComponent;
import io.keplerotel.agent.app.LogSetup;
import io.keplerotel.agent.app.SettingsComponent;
import io.keplerotel.agent.config.LogLevel;
import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.config.SettingsException;
import io.keplerotel.agent.config.SettingsLoader;
import io.keplerotel.agent.doctor.Report;
import io.keplerotel.agent.doctor.ReportText;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code kepler-agent doctor}: exit status 0, or 1 if there is a problem. */
final class DoctorCommand implements Subcommand {
  private static final String JSON = "--json";

  @Override
  public String name() {
    return "doctor";
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name(name());
    spec.usageMessage()
        .description(
            "Says what the agent would measure here and what it would estimate, and what stands in the way.",
            "Takes the settings that the agent would run with. Exit status: 0 all is well, 1 there is a problem, 2 wrong usage.");
    return spec.addOption(
        OptionSpec.builder(JSON).type(boolean.class).description("Print JSON.").build());
  }

  @Override
  public int run(CommandLineFlags flags) throws SettingsException {
    Settings settings;
    try {
      settings =
          new SettingsLoader(SettingsComponent.table())
              .load(flags.file(), System.getenv(), flags.settings());
    } catch (SettingsException e) {
      throw flags.wrong(e.getMessage());
    }
    boolean asked = flags.settings().containsKey("--log.level");
    LogSetup.apply(asked ? settings.log() : settings.log().at(LogLevel.ERROR), Console.start());
    Report report = DaggerAgentComponent.factory().create(settings).examining().report();
    System.out.print(
        flags.own().hasMatchedOption(JSON) ? ReportText.json(report) : ReportText.sheet(report));
    return report.exitStatus();
  }
}

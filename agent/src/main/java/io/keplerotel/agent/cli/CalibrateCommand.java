// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import io.keplerotel.agent.app.Calibrating;
import io.keplerotel.agent.app.Console;
import io.keplerotel.agent.app.DaggerAgentComponent;
import io.keplerotel.agent.app.LogSetup;
import io.keplerotel.agent.app.SettingsComponent;
import io.keplerotel.agent.calibrate.BusyThreads;
import io.keplerotel.agent.calibrate.CalibrationException;
import io.keplerotel.agent.calibrate.Calibrator;
import io.keplerotel.agent.calibrate.Load;
import io.keplerotel.agent.calibrate.Meter;
import io.keplerotel.agent.calibrate.Pace;
import io.keplerotel.agent.calibrate.PassiveRun;
import io.keplerotel.agent.calibrate.Progress;
import io.keplerotel.agent.calibrate.Schedule;
import io.keplerotel.agent.calibrate.Sheet;
import io.keplerotel.agent.calibrate.StepRun;
import io.keplerotel.agent.config.LogLevel;
import io.keplerotel.agent.config.SettingType;
import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.config.SettingsException;
import io.keplerotel.agent.config.SettingsLoader;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.power.estimated.modelfile.CalibrationWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code kepler-agent calibrate}. */
final class CalibrateCommand implements Subcommand {
  private static final Path DEFAULT_OUTPUT = Path.of("kepler-calibration.json");
  private static final int STANDARD_ERROR = 2;
  private static final String OUTPUT = "--output";
  private static final String WARM_UP = "--warm-up";
  private static final String STEP = "--step";
  private static final String PASSIVE = "--passive";
  private static final String FORCE = "--force";
  private static final SettingType<Duration> WARM_UPS =
      SettingType.duration(Duration.ZERO, Duration.ofMinutes(30));
  private static final SettingType<Duration> STEPS =
      SettingType.duration(Duration.ofSeconds(1), Duration.ofMinutes(5));
  private static final SettingType<Duration> WATCHES =
      SettingType.duration(Duration.ofSeconds(10), Duration.ofHours(24));

  @Override
  public String name() {
    return "calibrate";
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name(name());
    spec.usageMessage()
        .description(
            "Learns how much power this machine takes at which load, for machines without a counter.",
            "Needs an energy counter (as root) and a machine that does nothing else; takes 3 minutes.");
    return spec.addOption(
            option(OUTPUT, Path.class, "FILE")
                .description("Where to write. Default: " + DEFAULT_OUTPUT + ".")
                .build())
        .addOption(
            option(WARM_UP, String.class, "DURATION")
                .description("Full load before the first level. Default: 2m.")
                .build())
        .addOption(
            option(STEP, String.class, "DURATION")
                .description("Length of each of the six levels. Default: 10s.")
                .build())
        .addOption(
            option(PASSIVE, String.class, "DURATION")
                .description("Make no load: learn from what there is in this time, such as 1h.")
                .build())
        .addOption(
            OptionSpec.builder(FORCE)
                .type(boolean.class)
                .description("Go on where the machine is busy or cannot be loaded.")
                .build());
  }

  private static OptionSpec.Builder option(String name, Class<?> type, String label) {
    return OptionSpec.builder(name).type(type).paramLabel(label);
  }

  @Override
  public int run(CommandLineFlags flags)
      throws SettingsException, IOException, CalibrationException, InterruptedException {
    Path output = flags.<Path>value(OUTPUT).orElse(DEFAULT_OUTPUT);
    checkWritable(output);
    Optional<Duration> passive = duration(flags, PASSIVE, WATCHES);
    Schedule schedule =
        new Schedule(
            duration(flags, WARM_UP, WARM_UPS).orElse(Schedule.DEFAULT.warmUp()),
            duration(flags, STEP, STEPS).orElse(Schedule.DEFAULT.step()),
            Schedule.DEFAULT.levels());
    StepRun.Doubt doubt =
        flags.value(FORCE).isPresent() ? StepRun.Doubt.GO_ON : StepRun.Doubt.REFUSE;
    Calibrating here = calibrating(flags);
    Meter meter = here.meter();
    Progress progress = new ProgressLines(System.err, HostFiles.isTerminal(STANDARD_ERROR));
    System.err.println(
        "this takes %s; Ctrl-C ends it, and nothing is written then"
            .formatted(ProgressLines.text(passive.orElse(schedule.length()))));
    Calibrator made;
    if (passive.isPresent()) {
      PassiveRun run = new PassiveRun(meter, Pace.REAL, progress);
      made = Calibrator.passively(run, passive.get(), here.occasion());
    } else {
      try (Load load = BusyThreads.start(here.threads())) {
        StepRun run = new StepRun(meter, load, Pace.REAL, progress);
        made = Calibrator.bySteps(run, schedule, doubt, here.occasion());
      }
    }
    Sheet.of(made).forEach(System.out::println);
    CalibrationWriter.write(made.calibration(), output);
    tell(output);
    return 0;
  }

  private static void tell(Path output) {
    System.out.println(
        """

        written: %s
        on machines like this one:   kepler-agent --power.estimated.model-file=/path/to/%s
        in Kubernetes, for nodes that are VMs of such hosts:
          helm upgrade kepler k8s/helm/kepler --reuse-values --set-file modelFile.inline=%s"""
            .formatted(output.toAbsolutePath(), output.getFileName(), output));
  }

  private static void checkWritable(Path output) throws CalibrationException {
    Path folder = output.toAbsolutePath().normalize().getParent();
    boolean other = Files.exists(output) && !Files.isRegularFile(output);
    if (other || folder == null || !Files.isWritable(folder)) {
      throw new CalibrationException(
          "cannot write %s: it must be a file in a folder that can be written to; give another --output"
              .formatted(output));
    }
  }

  private static Optional<Duration> duration(
      CommandLineFlags flags, String name, SettingType<Duration> type) {
    return flags
        .<String>value(name)
        .map(
            text ->
                type.parse()
                    .apply(text)
                    .orElseThrow(() -> flags.wrong(name + ": must be " + type.allowed())));
  }

  private static Calibrating calibrating(CommandLineFlags flags) throws SettingsException {
    Settings settings =
        new SettingsLoader(SettingsComponent.table())
            .load(flags.file(), System.getenv(), flags.settings());
    boolean asked = flags.settings().containsKey("--log.level");
    LogSetup.apply(asked ? settings.log() : settings.log().at(LogLevel.ERROR), Console.start());
    return DaggerAgentComponent.factory().create(settings).calibrating();
  }
}

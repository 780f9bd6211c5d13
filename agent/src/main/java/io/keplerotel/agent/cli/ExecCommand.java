// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.cli;

import io.keplerotel.agent.app.Console;
import io.keplerotel.agent.app.DaggerAgentComponent;
import io.keplerotel.agent.app.Executing;
import io.keplerotel.agent.app.LogSetup;
import io.keplerotel.agent.app.SettingsComponent;
import io.keplerotel.agent.app.StartException;
import io.keplerotel.agent.cli.ExecOutput.Form;
import io.keplerotel.agent.config.LogLevel;
import io.keplerotel.agent.config.SettingType;
import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.config.SettingsException;
import io.keplerotel.agent.config.SettingsLoader;
import io.keplerotel.agent.exec.Earlier;
import io.keplerotel.agent.exec.ExecException;
import io.keplerotel.agent.exec.Limits;
import io.keplerotel.agent.exec.Outcome;
import io.keplerotel.agent.exec.Plan;
import io.keplerotel.agent.exec.Plan.Until;
import io.keplerotel.agent.exec.Program;
import io.keplerotel.agent.exec.Result;
import io.keplerotel.agent.model.PlainText;
import io.keplerotel.agent.model.Tariff;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code kepler-agent exec}. */
final class ExecCommand implements Subcommand {
  private static final Duration INTERVAL = Duration.ofMillis(250);
  private static final Duration SETTLE = Duration.ofSeconds(1);
  private static final String INTERVAL_FLAG = "--interval";
  private static final String REPEAT = "--repeat";
  private static final String WAIT_ALL = "--wait-all";
  private static final String SETTLE_FLAG = "--settle";
  private static final String JSON = "--json";
  private static final String CSV = "--csv";
  private static final String OUTPUT = "--output";
  private static final String QUIET = "--quiet";
  private static final String WHERE =
      "Without --output it goes to standard error, as the command's own messages do.";
  private static final int MOST_RUNS = 10_000;
  private static final SettingType<Duration> SETTLES =
      SettingType.duration(Duration.ZERO, Duration.ofMinutes(10));

  @Override
  public String name() {
    return "exec";
  }

  @Override
  public CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name(name());
    spec.parser().stopAtPositional(true);
    spec.usageMessage()
        .customSynopsis("kepler-agent exec [OPTIONS] [--] COMMAND [ARGUMENT...]")
        .description(
            "Runs a command and says how much energy it used, on standard error.",
            "Ends with the command's exit status; 122: it used more than a --max-… allows, 125: it was not run, 126: it may not be executed, 127: there is no such command.");
    spec.addOption(
            option(REPEAT, int.class, "N")
                .description(
                    "Run it so often, one after another, and show median and spread of those that succeed; ends with the first that fails.")
                .build())
        .addOption(
            flag(WAIT_ALL)
                .description("Wait for all that the command started, such as daemons, to end too.")
                .build())
        .addOption(flag(JSON).description("JSON in the place of the table. " + WHERE).build())
        .addOption(flag(CSV).description("CSV, a row for each run. " + WHERE).build())
        .addOption(
            option(OUTPUT, Path.class, "FILE")
                .description(
                    "Write JSON or CSV to this file, by the option or the file's ending; people still see the table.")
                .build())
        .addOption(
            OptionSpec.builder("-q", QUIET)
                .type(boolean.class)
                .description("Say nothing but what goes wrong.")
                .build());
    return ExecLimits.addTo(TariffFlags.addTo(spec))
        .addOption(
            option(INTERVAL_FLAG, String.class, "DURATION")
                .description("Time between two readings. Default: 250ms.")
                .build())
        .addOption(
            option(SETTLE_FLAG, String.class, "DURATION")
                .description(
                    "Look at the machine so long before, to learn its idle power, where that is measured. Default: 1s.")
                .build())
        .addPositional(
            PositionalParamSpec.builder()
                .arity("0..*")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel("COMMAND")
                .hidden(true)
                .build());
  }

  private static OptionSpec.Builder option(String name, Class<?> type, String label) {
    return OptionSpec.builder(name).type(type).paramLabel(label);
  }

  private static OptionSpec.Builder flag(String name) {
    return OptionSpec.builder(name).type(boolean.class);
  }

  @Override
  public int run(CommandLineFlags flags) throws InterruptedException {
    Plan plan = plan(flags);
    Tariff tariff = TariffFlags.of(flags);
    Limits limits = ExecLimits.of(flags);
    ExecOutput output = output(flags);
    try {
      Program.check(
          plan.command().getFirst(), Objects.requireNonNullElse(System.getenv("PATH"), ""));
      output.checkWritable();
      Optional<Path> against = ExecLimits.against(flags);
      Optional<Earlier> earlier =
          against.isEmpty() ? Optional.empty() : Optional.of(Earlier.read(against.get()));
      Result result = executing(flags).run(plan, tariff, ExecSignals.watch());
      Outcome outcome = Outcome.of(result, earlier, limits);
      output.show(outcome);
      return outcome.status();
    } catch (ExecException e) {
      return said(e, e.status());
    } catch (SettingsException | StartException e) {
      return said(e, ExecException.CANNOT_MEASURE);
    }
  }

  private static int said(Exception reason, int status) {
    System.err.println("kepler-agent exec: " + PlainText.of(String.valueOf(reason.getMessage())));
    return status;
  }

  private static Plan plan(CommandLineFlags flags) {
    var positional = flags.own().matchedPositional(0);
    List<String> command = positional == null ? List.of() : positional.getValue();
    if (command.isEmpty()) {
      throw flags.wrong("no command to run: kepler-agent exec -- make -j8");
    }
    int repeat = flags.<Integer>value(REPEAT).orElse(1);
    if (repeat < 1 || repeat > MOST_RUNS) {
      throw flags.wrong(REPEAT + ": from 1 to " + MOST_RUNS);
    }
    Until until = flags.value(WAIT_ALL).isPresent() ? Until.ALL_ENDED : Until.COMMAND_ENDED;
    Duration settle =
        flags
            .<String>value(SETTLE_FLAG)
            .map(
                text ->
                    SETTLES
                        .parse()
                        .apply(text)
                        .orElseThrow(
                            () -> flags.wrong(SETTLE_FLAG + ": must be " + SETTLES.allowed())))
            .orElse(SETTLE);
    return new Plan(command, repeat, until, interval(flags), settle);
  }

  /** The agent's own setting is for an agent that runs for ever: here it counts as a flag only. */
  private static Duration interval(CommandLineFlags flags) {
    String asked = flags.<String>value(INTERVAL_FLAG).orElse(flags.settings().get(INTERVAL_FLAG));
    return asked == null
        ? INTERVAL
        : SettingType.duration(Duration.ofMillis(100), Duration.ofMinutes(1))
            .parse()
            .apply(asked)
            .orElseThrow(() -> flags.wrong(INTERVAL_FLAG + ": must be from 100ms to 60s"));
  }

  private static ExecOutput output(CommandLineFlags flags) {
    boolean json = flags.value(JSON).isPresent();
    boolean csv = flags.value(CSV).isPresent();
    if (json && csv) {
      throw flags.wrong("--json or --csv, not both");
    }
    Optional<Path> file = flags.value(OUTPUT);
    String ending = file.map(Path::toString).orElse("").toLowerCase(Locale.ROOT);
    boolean asJson = json || (!csv && ending.endsWith(".json"));
    boolean asCsv = csv || (!json && ending.endsWith(".csv"));
    if (file.isPresent() && !asJson && !asCsv) {
      throw flags.wrong(OUTPUT + ": say --json or --csv, or let the name end with .json or .csv");
    }
    boolean quiet = flags.value(QUIET).isPresent();
    if (quiet && file.isEmpty() && (json || csv)) {
      throw flags.wrong("-q prints nothing: say with --output where JSON or CSV is to go");
    }
    Form form = asJson ? Form.JSON : asCsv ? Form.CSV : Form.TABLE;
    return new ExecOutput(form, file, quiet);
  }

  private static Executing executing(CommandLineFlags flags) throws SettingsException {
    Settings settings =
        new SettingsLoader(SettingsComponent.table())
            .load(flags.file(), System.getenv(), flags.settings());
    boolean asked = flags.settings().containsKey("--log.level");
    LogSetup.apply(asked ? settings.log() : settings.log().at(LogLevel.ERROR), Console.start());
    return DaggerAgentComponent.factory().create(settings).executing();
  }
}

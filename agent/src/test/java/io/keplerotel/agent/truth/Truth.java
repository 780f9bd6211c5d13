// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.truth;

import io.keplerotel.agent.model.IdlePolicy;
import io.keplerotel.agent.truth.Rule.Given;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Prints the tables of docs/truth.md: {@code make truth}. */
public final class Truth {
  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  /** The rest divide what ours took for dynamic. */
  private static final int SPLITTING = 4;

  /** With other programs of the same kinds, so that no rule wins by luck. */
  private static final int DRAWS = 10;

  private final List<Run> runs = Scenarios.judged().stream().map(Simulation::run).toList();
  private final List<Rule> rules = Rule.all();
  private final List<List<Given>> given = new ArrayList<>();

  private Truth() {
    for (Run run : runs) {
      given.add(rules.stream().map(rule -> rule.divide(run)).toList());
    }
  }

  /** Runs all rules on all scenarios. */
  public static void main(String[] arguments) {
    Truth truth = new Truth();
    say("Mean error of a tenant's dynamic energy, %");
    say("");
    truth.errors(Errors::mean);
    say("");
    say("The same, mean of ten draws of the programs");
    say("");
    truth.draws();
    say("");
    say("The same with each rule's sum scaled to the true one, %");
    say("");
    truth.errors((run, given) -> Errors.mean(run, Errors.scaled(run, given)));
    say("");
    say("Dynamic energy that is not with the tenant that used it, % of all");
    say("");
    truth.errors(Errors::misplaced);
    say("");
    say("Idle energy booked, % of the true");
    say("");
    truth.idle();
    say("");
    say("Idle energy of \"mix, 60 %\" by policy, J");
    say("");
    truth.policies();
  }

  private void errors(ToDoubleBiFunction<Run, Given> error) {
    head("Scenario", rules.stream().map(Rule::title).toList());
    for (int i = 0; i < runs.size(); i++) {
      Run run = runs.get(i);
      row(
          run.scenario().name(),
          given.get(i).stream().map(g -> 100 * error.applyAsDouble(run, g)),
          1);
    }
  }

  private void draws() {
    head("Scenario", rules.stream().map(Rule::title).toList());
    for (Scenario scenario : Scenarios.judged()) {
      row(
          scenario.name(),
          DoubleStream.of(Errors.means(Simulation.draws(scenario, DRAWS), rules))
              .mapToObj(error -> 100 * error),
          1);
    }
  }

  private void idle() {
    head("Scenario", rules.subList(0, SPLITTING).stream().map(Rule::title).toList());
    for (int i = 0; i < runs.size(); i++) {
      double trueUj = Errors.idleUj(runs.get(i));
      row(
          runs.get(i).scenario().name(),
          given.get(i).subList(0, SPLITTING).stream().map(g -> 100 * g.nodeIdleUj / trueUj),
          1);
    }
  }

  private void policies() {
    Run run = runs.get(2);
    head("Policy", run.tenants().stream().map(Tenant::id).toList());
    for (IdlePolicy policy : IdlePolicy.values()) {
      row(
          "ours, " + policy.name().toLowerCase(Locale.ROOT),
          joules(new OurRule(policy).divide(run)),
          0);
    }
    row("Kepler 0.7, by process", joules(new KeplerSevenRule().divide(run)), 0);
    row("Kepler 0.11, Scaphandre: none", joules(new KeplerElevenRule().divide(run)), 0);
  }

  private static Stream<Double> joules(Given given) {
    return DoubleStream.of(given.idleUj).mapToObj(uj -> uj / 1e6);
  }

  private static void head(String first, List<String> rest) {
    say("| " + first + " | " + String.join(" | ", rest) + " |");
    say("|---|" + "---:|".repeat(rest.size()));
  }

  private static void row(String title, Stream<Double> figures, int digits) {
    List<String> cells =
        figures.map(f -> String.format(Locale.ROOT, "%." + digits + "f", f)).toList();
    say("| " + title + " | " + String.join(" | ", cells) + " |");
  }

  private static void say(String line) {
    OUT.println(line);
  }
}

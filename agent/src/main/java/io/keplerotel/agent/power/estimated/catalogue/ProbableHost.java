// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.catalogue;

import io.keplerotel.agent.power.estimated.catalogue.Described.Certainty;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** What a virtual machine most likely runs on. */
public final class ProbableHost {
  private static final int USUAL_CHIPS = 2;
  private static final String AZURE = "standard_";

  /** Base frequencies are told to some MHz. */
  private static final double NEAR_MHZ = 60;

  private final Catalogue catalogue;

  /** By the tables of this catalogue. */
  public ProbableHost(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /**
   * The host of an instance, as its cloud describes it.
   *
   * @param type such as {@code m7a.2xlarge}, {@code Standard_D4s_v5} or {@code n2-standard-8}
   * @return empty where the type is not known
   */
  public Optional<Described> ofInstance(String type) {
    String lower = type.strip().toLowerCase(Locale.ROOT);
    String family = lower.startsWith(AZURE) ? lower : lower.split("[.-]", 2)[0];
    String flexible = lower.split("\\.", 2)[0];
    return Table.resource("instances.csv").stream()
        .filter(
            row ->
                Pattern.matches(row.getFirst(), family)
                    || Pattern.matches(row.getFirst(), flexible))
        .findFirst()
        .map(row -> host(row.get(1), Integer.parseInt(row.get(2)), Integer.parseInt(row.get(3))));
  }

  /** By the instance's type, or the CPU's name, or what else can be seen of it; best first. */
  Described of(MachineFacts facts) {
    Optional<Described> instance = facts.instanceType().flatMap(this::ofInstance);
    Optional<CpuModel> seen = catalogue.cpus().find(CpuName.of(facts.cpuName()));
    if (instance.isPresent()
        && seen.map(cpu -> cpu.name().equals(instance.orElseThrow().cpu())).orElse(true)) {
      return instance.orElseThrow();
    }
    Optional<String> family = facts.family();
    if (seen.isPresent()) {
      return usualHost(seen.orElseThrow().name());
    }
    return family
        .flatMap(f -> fingerprint(f, facts))
        .or(
            () ->
                family.map(f -> catalogue.families().named(f).cloudCpu()).filter(c -> !c.isEmpty()))
        .map(cpu -> usualHost(cpu).known(Certainty.LIKELY))
        .orElseGet(() -> unknown(facts, family));
  }

  private static Optional<String> fingerprint(String family, MachineFacts facts) {
    return Table.resource("cpu-fingerprints.csv").stream()
        .filter(row -> row.getFirst().equals(family) && fits(row, facts))
        .map(List::getLast)
        .findFirst();
  }

  private static boolean fits(List<String> row, MachineFacts facts) {
    double mhz = Double.parseDouble(row.get(2));
    return facts.cache().orElse(-1) == Integer.parseInt(row.get(1))
        && (mhz == 0 || Math.abs(facts.mhz().orElse(0) - mhz) <= NEAR_MHZ);
  }

  private Described usualHost(String cpu) {
    boolean server =
        catalogue
            .cpus()
            .named(cpu)
            .map(model -> catalogue.families().named(model.family()).kind() == Family.Kind.SERVER)
            .orElse(true);
    int chips = server && !cpu.endsWith("P") ? USUAL_CHIPS : 1;
    int threads = chips * catalogue.cpus().named(cpu).map(CpuModel::threads).orElse(1);
    return host(cpu, chips, threads);
  }

  private Described host(String cpu, int chips, int threads) {
    return new Described(
        cpu,
        Optional.empty(),
        OptionalInt.of(chips),
        catalogue.cpus().named(cpu).stream()
            .mapToInt(model -> Math.min(threads, chips * model.cores()))
            .findFirst(),
        OptionalInt.of(threads),
        OptionalDouble.empty(),
        Certainty.TOLD);
  }

  private Described unknown(MachineFacts facts, Optional<String> family) {
    Optional<CpuModel> usual =
        family.isPresent()
            ? Optional.empty()
            : catalogue.cpus().named(catalogue.families().named(Family.DEFAULT).cloudCpu());
    return usual
        .map(model -> usualHost(model.name()).known(Certainty.ASSUMED))
        .orElseGet(
            () ->
                new Described(
                    facts.cpuName(),
                    family,
                    OptionalInt.of(1),
                    OptionalInt.empty(),
                    OptionalInt.of(facts.size().threads()),
                    OptionalDouble.empty(),
                    Certainty.LIKELY));
  }
}

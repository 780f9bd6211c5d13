// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.catalogue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * All CPU models of the catalogue.
 *
 * @param keys of their names
 * @param models in the same order
 */
public record CpuModels(List<String> keys, List<CpuModel> models) {
  /** With more cores TDP grows by this power of their number, or so. */
  private static final double TDP_BY_CORES = 0.7;

  private static final double LEAST_TDP = 4;
  private static final int CORES_OF_BOARD = 4;
  private static final int USUAL_CORES = 8;

  /** Of rows: key, then the model. */
  static CpuModels of(List<List<String>> rows) {
    List<String> keys = new ArrayList<>(rows.size());
    List<CpuModel> models = new ArrayList<>(rows.size());
    for (List<String> row : rows) {
      keys.add(row.getFirst());
      models.add(CpuModel.of(row.subList(1, row.size())));
    }
    return new CpuModels(keys, models);
  }

  /** The model that is called so; empty where the name is not known. */
  public Optional<CpuModel> find(CpuName name) {
    String key = name.key();
    if (key.isEmpty()) {
      return Optional.empty();
    }
    String bare = CpuName.withoutTier(key);
    String other = bare.endsWith("+") ? bare.substring(0, bare.length() - 1) : bare + "+";
    return first(key::equals)
        .or(() -> first(each -> CpuName.withoutTier(each).equals(bare)))
        .or(() -> first(each -> CpuName.withoutTier(each).equals(other)));
  }

  /** The model whose name is exactly this. */
  Optional<CpuModel> named(String name) {
    return models.stream().filter(model -> model.name().equals(name)).findFirst();
  }

  /** What a model of a family would be that has so many cores and this name. */
  CpuModel unknown(Family family, CpuName name, OptionalInt coresOfChip, double threadsPerCore) {
    OptionalInt told = coresOfChip.isPresent() ? coresOfChip : name.cores();
    Optional<CpuModel> likely = nearest(family.name(), told).or(() -> nearest(family.like(), told));
    int cores =
        told.orElseGet(
            () ->
                family.kind() == Family.Kind.BOARD
                    ? CORES_OF_BOARD
                    : likely.map(CpuModel::cores).orElse(USUAL_CORES));
    double mhz = name.mhz().orElseGet(() -> likely.map(CpuModel::mhz).orElse(2500.0));
    double tdp =
        likely
            .map(m -> m.tdpWatts() * Math.pow((double) cores / m.cores(), TDP_BY_CORES))
            .orElse(10.0 * cores);
    double perCore =
        threadsPerCore > 0 ? threadsPerCore : likely.map(CpuModel::threadsPerCore).orElse(1.0);
    return new CpuModel(
        name.key(),
        family.name(),
        cores,
        (int) Math.round(cores * perCore),
        mhz,
        Math.max(LEAST_TDP, tdp));
  }

  /** Of a family, the one with the nearest number of cores; that with a middle TDP among those. */
  private Optional<CpuModel> nearest(String family, OptionalInt cores) {
    List<CpuModel> own = models.stream().filter(m -> m.family().equals(family)).toList();
    if (own.isEmpty()) {
      return Optional.empty();
    }
    int wanted =
        cores.orElseGet(() -> middle(own, Comparator.comparingInt(CpuModel::cores)).cores());
    double nearest = own.stream().mapToDouble(m -> distance(m, wanted)).min().orElseThrow();
    List<CpuModel> alike = own.stream().filter(m -> distance(m, wanted) == nearest).toList();
    return Optional.of(middle(alike, Comparator.comparingDouble(CpuModel::tdpWatts)));
  }

  private static double distance(CpuModel model, int cores) {
    return Math.abs(Math.log((double) model.cores() / cores));
  }

  private static CpuModel middle(List<CpuModel> models, Comparator<CpuModel> order) {
    return models.stream().sorted(order).toList().get(models.size() / 2);
  }

  private Optional<CpuModel> first(Predicate<String> wanted) {
    for (int i = 0; i < keys.size(); i++) {
      if (wanted.test(keys.get(i))) {
        return Optional.of(models.get(i));
      }
    }
    return Optional.empty();
  }
}

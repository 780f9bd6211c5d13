// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.modelfile;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.PlainText;
import io.keplerotel.agent.power.estimated.Chosen;
import io.keplerotel.agent.power.estimated.Completed;
import io.keplerotel.agent.power.estimated.Curve;
import io.keplerotel.agent.power.estimated.Estimate;
import io.keplerotel.agent.power.estimated.Evidence;
import io.keplerotel.agent.power.estimated.calibration.Calibration;
import io.keplerotel.agent.power.estimated.calibration.Fingerprint;
import io.keplerotel.agent.power.estimated.calibration.Fitting;
import io.keplerotel.agent.power.estimated.calibration.OwnMachine;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a model from outside says of this machine.
 *
 * @param id of the model
 * @param reason in a few words, why this model
 * @param curves of some components
 * @param doubts what is to be said all the same
 */
record OfferedModel(
    String id,
    Evidence evidence,
    String reason,
    Map<Component, Curve> curves,
    List<String> doubts) {
  private static final int LONGEST_NAME = 60;

  /** Takes copies. */
  OfferedModel {
    curves = Map.copyOf(curves);
    doubts = List.copyOf(doubts);
  }

  /**
   * Of a text in any of the formats, recognized by what is in it.
   *
   * @throws ModelFileException if it cannot be used, or is another machine's
   */
  static OfferedModel of(JsonAt root, OwnMachine here) throws ModelFileException {
    if (root.maybe("format").isPresent()) {
      JsonAt format = root.at("format");
      if (!format.text().equals(CalibrationFile.FORMAT)) {
        throw format.wrong("must be \"" + CalibrationFile.FORMAT + "\", not " + format.shown());
      }
      return of(root, CalibrationFile.read(root), here);
    }
    if (KeplerWeights.isIn(root)) {
      if (root.name().contains("DynPower")) {
        throw root.wrong("is for dynamic power only; take Kepler's model of AbsPower");
      }
      return of(KeplerWeights.read(root, Trainer.named(root.name())), here.fingerprint());
    }
    throw root.at("format").wrong("is missing");
  }

  private static OfferedModel of(JsonAt root, Calibration calibration, OwnMachine here)
      throws ModelFileException {
    return switch (Fitting.of(calibration, here)) {
      case Fitting.Refused refused ->
          throw root.at("machine").at(refused.field()).wrong(refused.reason());
      case Fitting.Usable usable ->
          new OfferedModel(
              "calibration-%s/%s"
                  .formatted(
                      calibration.made().at().atOffset(ZoneOffset.UTC).toLocalDate(),
                      slug(calibration.machine().cpu())),
              Evidence.CALIBRATED,
              usable.how(),
              usable.curves(),
              usable.doubts());
    };
  }

  /** Kepler's weights are taken for what they are, whatever machine they were learnt from. */
  static OfferedModel of(KeplerWeights weights, Fingerprint here) {
    boolean same = weights.isOf(here);
    return new OfferedModel(
        "kepler/" + slug(weights.name().isEmpty() ? "weights" : weights.name()),
        same ? Evidence.CPU_MODEL : Evidence.DEFAULT,
        same
            ? "Kepler's weights for this CPU model, by hardware thread"
            : "Kepler's weights, by hardware thread, learnt from "
                + (weights.cpu().isEmpty() ? "a CPU model that they do not tell" : weights.cpu()),
        weights.curves(here),
        weights.refused().stream().map(ModelFileException::getMessage).toList());
  }

  /** With what it does not say taken from the next best model. */
  Chosen with(Chosen next, String source) {
    List<Fault> faults = new ArrayList<>(next.faults());
    for (int i = 0; i < doubts.size(); i++) {
      faults.add(new Fault(source + (i == 0 ? "" : " " + (i + 1)), doubts.get(i)));
    }
    Map<Component, Curve> all = Completed.of(curves, next.estimate().zones());
    String added =
        all.keySet().stream()
            .filter(component -> !curves.containsKey(component))
            .map(CalibrationFile::key)
            .sorted()
            .collect(Collectors.joining(", "));
    String whole =
        added.isEmpty() ? reason : reason + "; " + added + " by " + next.estimate().model();
    return new Chosen(new Estimate(id, evidence, whole, all), faults);
  }

  private static String slug(String name) {
    String words =
        Fingerprint.plain(PlainText.of(name))
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-|-$", "");
    return words.substring(0, Math.min(LONGEST_NAME, words.length()));
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.calibration;

import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Machine;
import io.keplerotel.agent.power.estimated.Curve;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** How a calibration holds for a machine. */
public sealed interface Fitting {
  /** Memory that differs by more is other memory, not what firmware keeps for itself. */
  double MEMORY_TOLERANCE = 0.1;

  /** What a share of a host adds to the interval, relative: nobody knows its neighbours. */
  double SHARE_ERROR = 0.1;

  /**
   * It can be used.
   *
   * @param curves for this machine
   * @param how in a few words
   * @param doubts what is to be said all the same
   */
  record Usable(Map<Component, Curve> curves, String how, List<String> doubts) implements Fitting {
    /** Takes copies. */
    public Usable {
      curves = Map.copyOf(curves);
      doubts = List.copyOf(doubts);
    }
  }

  /**
   * It is another machine's.
   *
   * @param field of the calibration that differs
   * @param reason what it says there, and what this machine is
   */
  record Refused(String field, String reason) implements Fitting {}

  /** Compares the machine that was measured with this one. */
  static Fitting of(Calibration calibration, OwnMachine here) {
    Fingerprint measured = calibration.machine();
    Fingerprint own = here.fingerprint();
    Set<String> names = new TreeSet<>(calibration.otherNames());
    names.add(measured.cpu());
    if (names.stream().map(Fitting::plain).noneMatch(plain(own.cpu())::equals)) {
      return new Refused(
          "cpu",
          "was made on \"%s\", this machine has \"%s\"; calibrate this model, or add that name to other_names where it is the same CPU"
              .formatted(measured.cpu(), own.cpu()));
    }
    if (own.threads() > measured.threads()) {
      return new Refused(
          "threads",
          "was made with %d hardware threads, this machine has %d; calibrate it with all of them online"
              .formatted(measured.threads(), own.threads()));
    }
    boolean shared = own.threads() < measured.threads();
    if (shared && here.kind() == Machine.BARE_METAL) {
      return new Refused(
          "threads",
          "was made with %d hardware threads, this machine has %d and is no virtual one; calibrate it as it is now"
              .formatted(measured.threads(), own.threads()));
    }
    return shared ? share(calibration, own) : same(calibration, own);
  }

  private static Usable same(Calibration calibration, Fingerprint own) {
    double measuredGib = calibration.machine().memoryGib();
    List<String> doubts = new ArrayList<>();
    if (Math.abs(own.memoryGib() - measuredGib) > MEMORY_TOLERANCE * measuredGib) {
      doubts.add(
          String.format(
              Locale.ROOT,
              "was made with %.0f GiB of memory, this machine has %.0f GiB; dram may differ, calibrate again",
              measuredGib,
              own.memoryGib()));
    }
    return new Usable(calibration.curves(), "this machine was calibrated", doubts);
  }

  /** A virtual machine's part: of the host's CPUs by threads, of idle memory by its size. */
  private static Usable share(Calibration calibration, Fingerprint own) {
    Fingerprint host = calibration.machine();
    double threads = (double) own.threads() / host.threads();
    double memory =
        host.memoryGib() > 0 && own.memoryGib() > 0
            ? Math.min(1, own.memoryGib() / host.memoryGib())
            : threads;
    Map<Component, Curve> curves = new EnumMap<>(Component.class);
    calibration
        .curves()
        .forEach(
            (component, curve) ->
                curves.put(
                    component,
                    share(curve, component == Component.DRAM ? memory : threads, threads)));
    return new Usable(
        curves,
        "its host's CPU model was calibrated; %d of its %d hardware threads"
            .formatted(own.threads(), host.threads()),
        List.of());
  }

  private static Curve share(Curve curve, double idlePart, double dynamicPart) {
    List<Double> watts = part(curve.watts(), curve.watts().getFirst(), idlePart, dynamicPart);
    List<Double> low = new ArrayList<>();
    List<Double> high = new ArrayList<>();
    for (int i = 0; i < Curve.POINTS; i++) {
      double scale = curve.watts().get(i) > 0 ? watts.get(i) / curve.watts().get(i) : 1;
      low.add(curve.low().get(i) * scale * (1 - SHARE_ERROR));
      high.add(curve.high().get(i) * scale * (1 + SHARE_ERROR));
    }
    return new Curve(watts, low, high);
  }

  private static List<Double> part(
      List<Double> figures, double idle, double idlePart, double dynamicPart) {
    return figures.stream().map(w -> idle * idlePart + (w - idle) * dynamicPart).toList();
  }

  private static String plain(String cpu) {
    return Fingerprint.plain(cpu).toLowerCase(Locale.ROOT);
  }
}

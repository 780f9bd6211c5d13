// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.doctor;

import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.usage.counters.CounterStart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** All checks, in the order of the screen. */
public final class Doctor {
  /** The screen is there within ten seconds, the JVM's start included. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private static final Duration ANSWER = Duration.ofSeconds(5);

  private final Settings settings;
  private final Surroundings here;
  private final Sources sources;
  private final Turns turns;

  /** For the agent with these settings at this place. */
  public Doctor(Settings settings, Surroundings here, Sources sources, Turns turns) {
    this.settings = settings;
    this.here = here;
    this.sources = sources;
    this.turns = turns;
  }

  /**
   * Looks at everything.
   *
   * @param version of the agent
   */
  public Report examine(String version) {
    List<Section> sections = new ArrayList<>(machine());
    sections.add(neighbours());
    return new Examination(PATIENCE).of(version, sections);
  }

  /** What the host's and the process' files say; nothing is listened on, and nobody is called. */
  List<Section> machine() {
    HostFiles files = here.files();
    List<Check> place = new ArrayList<>(new KernelChecks(files).all());
    place.addAll(new RightsChecks(here).all());
    place.addAll(new PlaceChecks(here).all());
    DeviceChecks devices = new DeviceChecks(files);
    place.addAll(devices.all());
    CompletableFuture<PowerChecks.Seen> seen = new CompletableFuture<>();
    List<Check> reading = new ArrayList<>();
    reading.add(new CpuTimeCheck(settings.cpu().source(), files, sources.cpu()).check());
    if (!settings.cpu().counters().isEmpty()) {
      reading.add(new CounterCheck(settings.cpu().counters(), new CounterStart(files)).check());
    }
    reading.add(new Check("power", () -> PowerChecks.sources(read(seen))));
    return List.of(
        new Section("This machine", place),
        new Section("Sources", reading),
        new Section(
            "What will be measured",
            List.of(
                new Check(
                    "components",
                    () ->
                        new ComponentText(seen.get(), sources.estimate(), devices.graphics())
                            .findings()))));
  }

  private PowerChecks.Seen read(CompletableFuture<PowerChecks.Seen> seen)
      throws InterruptedException {
    try {
      PowerChecks.Seen read = new PowerChecks(settings.power(), sources, turns).look();
      seen.complete(read);
      return read;
    } catch (RuntimeException e) {
      seen.completeExceptionally(
          new IllegalStateException("not known, as the sources of power cannot be read", e));
      throw e;
    }
  }

  private Section neighbours() {
    return new Section(
        "Who is asked, and who asks",
        List.of(
            new ClusterCheck(here.files(), sources.pods(), ANSWER).check(),
            new PushCheck(settings.export().otlp(), here.environment(), ANSWER).check(),
            new PortCheck(settings.export().web()).check()));
  }
}

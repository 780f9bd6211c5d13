// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.modelfile;

import io.keplerotel.agent.linux.fs.ProcessorTable;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Machine;
import io.keplerotel.agent.power.estimated.Chosen;
import io.keplerotel.agent.power.estimated.calibration.Fingerprint;
import io.keplerotel.agent.power.estimated.calibration.OwnMachine;
import io.keplerotel.agent.thread.LastingTurn;
import java.io.IOException;
import java.lang.System.Logger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The model file where there is one that can be used, else what a model server has answered, else
 * the next best model. A thread of its own looks for changes; {@link #get} never waits for it.
 */
public final class PreferredModel implements Supplier<Chosen> {
  private static final String FILE = "model file";
  private static final String SERVER = "model server";
  private static final String FAILED =
      "estimated: a fault of the agent's own while looking for models; what was known is used on; please report this";
  private static final Logger LOG = System.getLogger(PreferredModel.class.getName());

  private final Signed next;
  private final Optional<Path> file;
  private final Optional<ModelServer> server;
  private final OwnMachine here;
  private final Duration lookAgain;

  private @Nullable Chosen base;
  private @Nullable Object baseSign;
  private boolean watched;

  private @Nullable FileTime stamp;
  private volatile Found found = Found.NOTHING;

  /**
   * Nothing is read yet.
   *
   * @param lookAgain time between two looks at the file and the server
   */
  public PreferredModel(
      Signed next,
      Optional<Path> file,
      Optional<ModelServer> server,
      OwnMachine here,
      Duration lookAgain) {
    this.next = next;
    this.file = file;
    this.server = server;
    this.here = here;
    this.lookAgain = lookAgain;
  }

  /**
   * The next best model.
   *
   * @param model asked once for each sign
   * @param sign equals what it was for as long as the model is the same
   */
  public record Signed(Supplier<Chosen> model, Supplier<?> sign) {}

  /** What was found last; empty where there is none. */
  private record Found(
      Optional<OfferedModel> ofFile,
      Optional<String> fileFault,
      Optional<OfferedModel> ofServer,
      Optional<String> serverFault) {
    static final Found NOTHING =
        new Found(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The next best model, asked once, for a source without any other. */
  public static PreferredModel alone(Supplier<Chosen> next) {
    OwnMachine unknown =
        new OwnMachine(Fingerprint.of(ProcessorTable.parse(""), ""), Machine.UNKNOWN);
    Signed signed = new Signed(next, () -> Duration.ZERO);
    return new PreferredModel(signed, Optional.empty(), Optional.empty(), unknown, Duration.ZERO);
  }

  /** Equals what it was for as long as {@link #get} returns the same. Any thread. */
  public Object sign() {
    return List.of(next.sign().get(), found);
  }

  /** The file is read at the first call; from then on a thread of its own looks. For one thread. */
  @Override
  public Chosen get() {
    Object seen = next.sign().get();
    Chosen last = base;
    if (last == null || !seen.equals(baseSign)) {
      last = next.model().get();
      base = last;
      baseSign = seen;
    }
    if (!watched && (file.isPresent() || server.isPresent())) {
      watched = true;
      found = withFile(found);
      watch();
    }
    return choose(last, found);
  }

  private void watch() {
    LastingTurn turn = new LastingTurn(this::look, failure -> {}, LOG, FAILED);
    ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("model").daemon().factory());
    var unused =
        thread.scheduleWithFixedDelay(turn, 0, lookAgain.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A turn of the thread. */
  private void look() {
    Found now = withFile(found);
    found = now;
    if (server.isPresent()) {
      ModelServer asked = server.get();
      asked.tend(here);
      found = new Found(now.ofFile(), now.fileFault(), asked.answer(), asked.fault());
    }
  }

  /** The same, with what the file says where it has changed. */
  private Found withFile(Found before) {
    if (file.isEmpty()) {
      return before;
    }
    Path path = file.get();
    @Nullable FileTime changed = changed(path);
    if (changed != null && changed.equals(stamp)) {
      return before;
    }
    stamp = changed;
    try {
      OfferedModel model =
          OfferedModel.of(JsonAt.root(path.toString(), ModelText.read(path)), here);
      return new Found(
          Optional.of(model), Optional.empty(), before.ofServer(), before.serverFault());
    } catch (ModelFileException e) {
      return new Found(
          Optional.empty(), Optional.of(e.getMessage()), before.ofServer(), before.serverFault());
    }
  }

  private static @Nullable FileTime changed(Path path) {
    try {
      return Files.getLastModifiedTime(path);
    } catch (IOException ignored) {
      // Reading says why.
      return null;
    }
  }

  private static Chosen choose(Chosen last, Found found) {
    Chosen best =
        found
            .ofFile()
            .map(model -> model.with(last, FILE))
            .or(() -> found.ofServer().map(model -> model.with(last, SERVER)))
            .orElse(last);
    List<Fault> faults = new ArrayList<>(best.faults());
    String used = best.estimate().model() + " is used";
    found.fileFault().ifPresent(why -> faults.add(new Fault(FILE, why + "; " + used)));
    found.serverFault().ifPresent(why -> faults.add(new Fault(SERVER, why + "; " + used)));
    return new Chosen(best.estimate(), faults);
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power;

import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Reading;
import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.thread.LastingTurn;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A source that may take its time, such as a controller on the network: it is asked by a thread of
 * its own, and a tick gets what has been answered since the tick before, with its time. No tick
 * waits. While it does not answer, it is asked less and less often. The thread starts with {@link
 * #discover}; all else belongs to the sampler's thread.
 */
public final class PolledSource implements PowerSource {
  private static final Logger LOG = System.getLogger(PolledSource.class.getName());
  private static final int MOST_DOUBLINGS = 4;
  private static final long LONGEST_WAIT_NS = Duration.ofMinutes(5).toNanos();

  /** A power that was read holds for no longer than so many times the usual. */
  private static final int HOLDS = 3;

  private final PowerSource source;
  private final String name;
  private final Pace pace;
  private boolean isDiscovered;
  private int failures;

  // Guarded by this.
  private final Map<Zone, Answer> answers = new LinkedHashMap<>();
  private final Map<Zone, Long> lastNs = new LinkedHashMap<>();
  private List<Fault> faults = List.of();
  private OptionalLong askedNs = OptionalLong.empty();
  private boolean hasAnswered;
  private long lastPollNs;

  /**
   * Nothing is asked yet.
   *
   * @param source used by the thread only, {@code discover} too
   * @param name of the thread, and of the source in what is said of it
   */
  public PolledSource(PowerSource source, String name, Pace pace) {
    this.source = source;
    this.name = name;
    this.pace = pace;
  }

  /**
   * How often it is asked.
   *
   * @param every from an answer to the next question
   * @param patience after which one that has not answered is a fault
   * @param first for how long the agent's start waits for its first answer
   */
  public record Pace(Duration every, Duration patience, Duration first) {
    /** Nobody waits for the first answer. */
    public Pace(Duration every, Duration patience) {
      this(every, patience, Duration.ZERO);
    }
  }

  /** Starts the thread; what it finds is known later, or soon. */
  @Override
  public Discovery discover() {
    ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(
            turn -> {
              Thread made = new Thread(turn, name);
              made.setDaemon(true);
              return made;
            });
    LastingTurn turn =
        new LastingTurn(
            this::poll,
            failure -> failed(failure.toString()),
            LOG,
            name + ": a fault of the agent's own; it is asked again; please report this");
    thread.execute(() -> takeTurns(turn, thread));
    return firstAnswer()
        .orElseGet(
            () ->
                Discovery.pending(
                    "%s has not answered yet; it is asked every %s"
                        .formatted(name, pace.every().toSeconds() + " s")));
  }

  private synchronized Optional<Discovery> firstAnswer() {
    long endNs = System.nanoTime() + pace.first().toNanos();
    while (!hasAnswered) {
      long leftMs = TimeUnit.NANOSECONDS.toMillis(endNs - System.nanoTime());
      if (leftMs <= 0) {
        return Optional.empty();
      }
      try {
        wait(leftMs);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }
    return Optional.of(
        answers.isEmpty() && !faults.isEmpty()
            ? Discovery.none(faults.getFirst().message())
            : Discovery.of(List.copyOf(answers.keySet())));
  }

  @Override
  public synchronized PowerReading read(TickLoad load) {
    long nowNs = System.nanoTime();
    List<Reading> readings = new ArrayList<>();
    answers.forEach((zone, answer) -> readings.add(answer.reading(nowNs)));
    answers.clear();
    List<Fault> all = new ArrayList<>(faults);
    if (askedNs.isPresent() && nowNs - askedNs.getAsLong() > pace.patience().toNanos()) {
      all.add(
          Fault.disabling(
              "answer",
              "it has not answered for %d s; what it measures is not counted meanwhile"
                  .formatted(TimeUnit.NANOSECONDS.toSeconds(nowNs - askedNs.getAsLong()))));
    }
    return new PowerReading(readings, all);
  }

  @Override
  public long silentNs() {
    return HOLDS * pace.every().toNanos() + pace.patience().toNanos();
  }

  private void takeTurns(LastingTurn turn, ScheduledExecutorService thread) {
    turn.run();
    long usualNs = pace.every().toNanos();
    long waitNs = usualNs << Math.min(failures, MOST_DOUBLINGS);
    long mostNs = Math.max(usualNs, LONGEST_WAIT_NS);
    ScheduledFuture<?> unused =
        thread.schedule(
            () -> takeTurns(turn, thread), Math.min(waitNs, mostNs), TimeUnit.NANOSECONDS);
  }

  private void poll() {
    long beganNs = System.nanoTime();
    synchronized (this) {
      askedNs = OptionalLong.of(beganNs);
    }
    if (!isDiscovered) {
      Optional<String> whyNot = source.discover().whyNot();
      isDiscovered = true;
      whyNot.ifPresent(why -> LOG.log(Logger.Level.DEBUG, "{0}: {1}", name, why));
    }
    long sinceNs = lastPollNs == 0 ? 0 : beganNs - lastPollNs;
    lastPollNs = beganNs;
    PowerReading reading = source.read(new TickLoad(sinceNs, 0, 1));
    answered(reading, System.nanoTime());
  }

  private synchronized void answered(PowerReading reading, long nowNs) {
    askedNs = OptionalLong.empty();
    faults = reading.faults();
    boolean isFailure = reading.readings().isEmpty() && !faults.isEmpty();
    failures = isFailure ? failures + 1 : 0;
    for (Reading each : reading.readings()) {
      Long before = lastNs.put(each.zone(), nowNs);
      long mostNs = HOLDS * pace.every().toNanos() + pace.patience().toNanos();
      long lengthNs = before == null ? 0 : Math.min(nowNs - before, mostNs);
      answers.merge(each.zone(), new Answer(each, nowNs, lengthNs), Answer::then);
    }
    hasAnswered = true;
    notifyAll();
  }

  private synchronized void failed(String why) {
    askedNs = OptionalLong.empty();
    failures++;
    faults = List.of(Fault.disabling("reading", "it cannot be read: " + why));
  }

  /** What was read of a zone and not handed over yet. */
  private record Answer(Reading last, long atNs, long lengthNs) {
    /** The mean of both where they are powers. */
    Answer then(Answer next) {
      long sumNs = lengthNs + next.lengthNs;
      if (sumNs > 0 && last instanceof Reading.Power a && next.last instanceof Reading.Power b) {
        double meanUw =
            ((double) a.powerUw() * lengthNs + (double) b.powerUw() * next.lengthNs) / sumNs;
        return new Answer(
            new Reading.Power(b.zone(), Math.round(meanUw), b.idleUw()), next.atNs, sumNs);
      }
      return next;
    }

    Reading reading(long nowNs) {
      Reading.When when = new Reading.When(Math.max(0, nowNs - atNs), lengthNs);
      return last instanceof Reading.Counter counter
          ? new Reading.Counter(
              counter.zone(), counter.energyUj(), counter.rangeUj(), counter.greatestUw(), when)
          : power((Reading.Power) last, when);
    }

    private static Reading power(Reading.Power power, Reading.When when) {
      return new Reading.Power(power.zone(), power.powerUw(), power.idleUw(), when);
    }
  }
}

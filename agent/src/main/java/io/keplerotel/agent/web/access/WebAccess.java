// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web.access;

import io.keplerotel.agent.config.SettingsException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;

/**
 * Who may ask the server, and by TLS or not, as the file says now. Whoever asks looks, at most each
 * second, whether it or what it names has changed; a change that cannot be used leaves all as it
 * was, and is said once. Any thread.
 */
public final class WebAccess {
  private static final Logger LOG = System.getLogger(WebAccess.class.getName());
  private static final long LOOK_EVERY_NS = TimeUnit.SECONDS.toNanos(1);

  private final Optional<Path> file;
  private final LongSupplier nanoTime;
  private final ReentrantLock looking = new ReentrantLock();
  private volatile State state;
  private volatile long lookedNs;

  /** Of the latest try, in use or not; read and written by who is looking. */
  private FileStamps stamps = FileStamps.NONE;

  private String fault = "";

  private record State(WebConfig config, Optional<ServedTls> tls, Passwords passwords) {}

  /**
   * As this file says, once it is loaded.
   *
   * @param file empty for plain HTTP that is open to all
   * @param nanoTime a clock that never steps, such as {@link System#nanoTime}
   */
  public WebAccess(Optional<Path> file, LongSupplier nanoTime) {
    this.file = file;
    this.nanoTime = nanoTime;
    this.state = new State(WebConfig.OPEN, Optional.empty(), new Passwords(Map.of(), nanoTime));
    this.lookedNs = nanoTime.getAsLong();
  }

  /** Plain HTTP that is open to all. */
  public static WebAccess open() {
    return new WebAccess(Optional.empty(), System::nanoTime);
  }

  /**
   * Reads the file for the first time.
   *
   * @throws SettingsException if it cannot be used
   */
  public void load() throws SettingsException {
    if (file.isEmpty()) {
      return;
    }
    looking.lock();
    try {
      state = read(file.get());
    } finally {
      looking.unlock();
    }
    if (state.tls.isEmpty() && !state.config.users().isEmpty()) {
      LOG.log(
          Level.WARNING, "{0}: passwords are sent without TLS; who listens has them", file.get());
    }
    state.config.notes().forEach(note -> LOG.log(Level.WARNING, "{0}: {1}", file.get(), note));
  }

  /** What connections are made by; empty for plain HTTP. */
  public Optional<SSLContext> tls() {
    return state.tls.map(first -> new LatestTls(() -> latest().tls.orElse(first)));
  }

  /** Judges a request by all values of its header Authorization. */
  public Verdict verdict(List<String> authorization) {
    return latest().passwords.of(authorization);
  }

  /** Headers that go with each answer. */
  public Map<String, String> headers() {
    return latest().config.headers();
  }

  private State latest() {
    if (file.isPresent() && nanoTime.getAsLong() - lookedNs >= LOOK_EVERY_NS && looking.tryLock()) {
      try {
        look(file.get());
      } finally {
        lookedNs = nanoTime.getAsLong();
        looking.unlock();
      }
    }
    return state;
  }

  private void look(Path path) {
    if (stamps.areOfNow()) {
      return;
    }
    try {
      State found = read(path);
      if (found.tls.isPresent() != state.tls.isPresent()) {
        throw new SettingsException(path + ": TLS begins and ends with a restart only");
      }
      state = found;
      fault = "";
      LOG.log(Level.INFO, "{0}: a change is in use", path);
    } catch (SettingsException e) {
      if (!fault.equals(e.getMessage())) {
        fault = e.getMessage();
        LOG.log(Level.WARNING, "a change is not used, what was before holds: {0}", fault);
      }
    }
  }

  private State read(Path path) throws SettingsException {
    stamps = FileStamps.of(List.of(path));
    WebConfig config = WebConfigFile.read(path);
    // Before they are read: what changes meanwhile is another change.
    stamps = stamps.with(FileStamps.of(config.files()));
    Optional<ServedTls> tls = Optional.empty();
    if (config.tls().isPresent()) {
      tls = Optional.of(ServedTls.of(config.tls().get()));
    }
    Passwords before = state.passwords;
    return new State(
        config,
        tls,
        before.isOf(config.users()) ? before : new Passwords(config.users(), nanoTime));
  }
}

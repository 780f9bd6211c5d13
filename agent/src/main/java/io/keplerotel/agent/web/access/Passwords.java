// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web.access;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks passwords. Who was right once costs a keyed hash from then on; others are checked one
 * after the other, with a rest after each that was wrong, so that guessing takes a fifth of a CPU
 * at most. An unknown name costs what a known one does. Any thread.
 */
final class Passwords {
  private static final String SCHEME = "basic ";
  private static final String HASH = "HmacSHA256";
  private static final int KEY_BYTES = 32;
  private static final int COST_BEGIN = 4;
  private static final int COST_END = 6;
  private static final long PATIENCE_MS = 4_000;
  private static final int REST = 4;
  private static final long LONGEST_REST_NS = TimeUnit.SECONDS.toNanos(2);

  /** What is beyond 72 bytes does not count, as with every bcrypt of old. */
  private static final BCrypt.Verifyer BCRYPT =
      BCrypt.verifyer(null, LongPasswordStrategies.none());

  private final Map<String, String> hashes;
  private final LongSupplier nanoTime;
  private final SecretKeySpec key;
  private final Map<String, byte[]> right = new ConcurrentHashMap<>();
  private final Semaphore turn = new Semaphore(1, true);

  /** Written in one's turn only. */
  private volatile long restUntilNs;

  /**
   * For these users.
   *
   * @param hashes of bcrypt, by name
   * @param nanoTime a clock that never steps
   */
  Passwords(Map<String, String> hashes, LongSupplier nanoTime) {
    this.hashes = Map.copyOf(hashes);
    this.nanoTime = nanoTime;
    this.restUntilNs = nanoTime.getAsLong();
    byte[] secret = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(secret);
    this.key = new SecretKeySpec(secret, HASH);
  }

  /** Whether it is about these users. */
  boolean isOf(Map<String, String> others) {
    return hashes.equals(others);
  }

  /**
   * Judges a request.
   *
   * @param authorization all values of that header
   */
  Verdict of(List<String> authorization) {
    if (hashes.isEmpty()) {
      return Verdict.ADMITTED;
    }
    String value = authorization.isEmpty() ? "" : authorization.getFirst();
    if (!value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Verdict.REFUSED;
    }
    byte[] pair;
    try {
      pair = Base64.getDecoder().decode(value.substring(SCHEME.length()).strip());
    } catch (IllegalArgumentException ignored) {
      // Nothing that a password could be in.
      return Verdict.REFUSED;
    }
    String text = new String(pair, UTF_8);
    int colon = text.indexOf(':');
    return colon < 0
        ? Verdict.REFUSED
        : of(text.substring(0, colon), text.substring(colon + 1).getBytes(UTF_8));
  }

  private Verdict of(String user, byte[] password) {
    byte[] mark = mark(user, password);
    if (wasRight(user, mark)) {
      return Verdict.ADMITTED;
    }
    try {
      if (!turn.tryAcquire(PATIENCE_MS, TimeUnit.MILLISECONDS)) {
        return Verdict.BUSY;
      }
      try {
        return wasRight(user, mark) || check(user, password, mark)
            ? Verdict.ADMITTED
            : Verdict.REFUSED;
      } finally {
        turn.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Verdict.BUSY;
    }
  }

  private boolean wasRight(String user, byte[] mark) {
    byte[] known = right.get(user);
    return known != null && MessageDigest.isEqual(known, mark);
  }

  private boolean check(String user, byte[] password, byte[] mark) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(restUntilNs - nanoTime.getAsLong());
    long beginNs = nanoTime.getAsLong();
    String hash = hashes.getOrDefault(user, dearest());
    boolean isRight =
        BCRYPT.verify(password, hash.getBytes(US_ASCII)).verified && hashes.containsKey(user);
    if (isRight) {
      right.put(user, mark);
    } else {
      long endNs = nanoTime.getAsLong();
      restUntilNs = endNs + Math.min(REST * (endNs - beginNs), LONGEST_REST_NS);
    }
    return isRight;
  }

  /** The hash that takes longest to check. */
  private String dearest() {
    return hashes.values().stream()
        .max(Comparator.comparing(hash -> hash.substring(COST_BEGIN, COST_END)))
        .orElseThrow();
  }

  private byte[] mark(String user, byte[] password) {
    try {
      Mac mac = Mac.getInstance(HASH);
      mac.init(key);
      mac.update(user.getBytes(UTF_8));
      mac.update((byte) ':');
      return mac.doFinal(password);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}

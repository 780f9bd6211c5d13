// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.BCrypt.Version;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
  private static final int SLOW = 12;

  @ParameterizedTest
  @ValueSource(strings = {"2a", "2b", "2y"})
  void hashesOfAllToolsAreKnown(String version) {
    String hash = hash(4, "secret").replace("$2b$", "$" + version + "$");
    Passwords passwords = passwords(hash);
    assertThat(passwords.of(basic("me", "secret"))).isEqualTo(Verdict.ADMITTED);
    assertThat(passwords.of(basic("me", "Secret"))).isEqualTo(Verdict.REFUSED);
    assertThat(passwords.of(basic("me", ""))).isEqualTo(Verdict.REFUSED);
    assertThat(passwords.of(basic("you", "secret"))).isEqualTo(Verdict.REFUSED);
    assertThat(passwords.of(basic("", ""))).isEqualTo(Verdict.REFUSED);
  }

  @Test
  void passwordsMayHaveColonsAndAnyLetters() {
    Passwords passwords = passwords(hash(4, "a:ü€"));
    assertThat(passwords.of(basic("me", "a:ü€"))).isEqualTo(Verdict.ADMITTED);
  }

  @Test
  void only72BytesCountAsWithEveryBcrypt() {
    Passwords passwords = passwords(hash(4, "x".repeat(80)));
    assertThat(passwords.of(basic("me", "x".repeat(72)))).isEqualTo(Verdict.ADMITTED);
    assertThat(passwords.of(basic("me", "x".repeat(500)))).isEqualTo(Verdict.ADMITTED);
    assertThat(passwords.of(basic("me", "x".repeat(71)))).isEqualTo(Verdict.REFUSED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Basic", "Basic ", "Basic %%%", "Basic bWU=", "Bearer abc", "basic"})
  void whatIsNoPasswordIsRefused(String header) {
    assertThat(passwords(hash(4, "secret")).of(List.of(header))).isEqualTo(Verdict.REFUSED);
  }

  @Test
  void withoutUsersNobodyIsAsked() {
    assertThat(new Passwords(Map.of(), System::nanoTime).of(List.of())).isEqualTo(Verdict.ADMITTED);
  }

  @Test
  void whoWasRightOnceIsNotHashedAgain() {
    Passwords passwords = passwords(hash(SLOW, "secret"));
    long firstNs = took(() -> passwords.of(basic("me", "secret")));
    long hundredNs =
        took(() -> IntStream.range(0, 100).forEach(i -> passwords.of(basic("me", "secret"))));
    assertThat(hundredNs).isLessThan(firstNs);
  }

  @Test
  void anUnknownNameCostsWhatAKnownOneDoes() {
    String hash = hash(SLOW, "secret");
    long knownNs = took(() -> passwords(hash).of(basic("me", "wrong")));
    long unknownNs = took(() -> passwords(hash).of(basic("nobody", "wrong")));
    assertThat(unknownNs).isBetween(knownNs / 4, knownNs * 4);
  }

  @Test
  void guessingRestsAndLeavesTheOthersAlone() {
    Passwords passwords = passwords(hash(SLOW, "secret"));
    long onceNs = took(() -> passwords.of(basic("me", "wrong")));
    assertThat(passwords.of(basic("me", "secret"))).isEqualTo(Verdict.ADMITTED);
    passwords.of(basic("me", "wrong"));
    long afterWrongNs = took(() -> passwords.of(basic("me", "wrong again")));
    long knownNs = took(() -> passwords.of(basic("me", "secret")));
    assertThat(afterWrongNs).isGreaterThan(2 * onceNs);
    assertThat(Duration.ofNanos(knownNs)).isLessThan(Duration.ofMillis(100));
  }

  @Test
  void guessesInExcessAreToldToComeBack() throws Exception {
    Passwords passwords = passwords(hash(SLOW, "secret"));
    List<FutureTask<Verdict>> asked =
        IntStream.range(0, 64)
            .mapToObj(i -> new FutureTask<>(() -> passwords.of(basic("me", "guess " + i))))
            .toList();
    asked.forEach(Thread::startVirtualThread);
    List<Verdict> verdicts = new ArrayList<>();
    for (FutureTask<Verdict> each : asked) {
      verdicts.add(each.get());
    }
    assertThat(verdicts).contains(Verdict.BUSY, Verdict.REFUSED).doesNotContain(Verdict.ADMITTED);
  }

  private static Passwords passwords(String hash) {
    return new Passwords(Map.of("me", hash), System::nanoTime);
  }

  private static String hash(int cost, String password) {
    return new String(
        BCrypt.with(Version.VERSION_2B, LongPasswordStrategies.none())
            .hash(cost, password.getBytes(UTF_8)),
        UTF_8);
  }

  private static List<String> basic(String user, String password) {
    String pair = user + ":" + password;
    return List.of("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)));
  }

  private static long took(Runnable work) {
    long beginNs = System.nanoTime();
    work.run();
    return System.nanoTime() - beginNs;
  }
}

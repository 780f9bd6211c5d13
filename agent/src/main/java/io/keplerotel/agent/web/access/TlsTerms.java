// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web.access;

import io.keplerotel.agent.web.access.WebConfig.Terms;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/** From what Prometheus calls versions, suites and curves to what Java calls them. */
final class TlsTerms {
  static final List<String> VERSIONS = List.of("TLS12", "TLS13");
  static final int LEAST = 0;
  static final int MOST = VERSIONS.size() - 1;

  private static final List<String> PROTOCOLS = List.of("TLSv1.2", "TLSv1.3");
  private static final List<String> OLD = List.of("TLS10", "TLS11");
  private static final Map<String, String> GROUPS =
      Map.of(
          "CurveP256", "secp256r1",
          "CurveP384", "secp384r1",
          "CurveP521", "secp521r1",
          "X25519", "x25519");

  /** By these Go also calls two suites that have longer names. */
  private static final String SHORT_NAME = "_CHACHA20_POLY1305";

  /** Those of TLS 1.3 have no key exchange in their names, and are always on, as with Go. */
  private static final String KEY_EXCHANGE = "_WITH_";

  private final List<String> notes;

  /**
   * For one file.
   *
   * @param notes takes what has no effect
   */
  TlsTerms(List<String> notes) {
    this.notes = notes;
  }

  /** The place of a version in {@link #VERSIONS}. */
  Optional<Integer> version(String name) {
    if (OLD.contains(name)) {
      notes.add("tls_server_config: " + name + " is not served; TLS12 is the oldest");
      return Optional.of(LEAST);
    }
    return Optional.of(VERSIONS.indexOf(name)).filter(index -> index >= 0);
  }

  static Optional<String> suite(String name) {
    String full = name.endsWith(SHORT_NAME) ? name + "_SHA256" : name;
    return Optional.of(full).filter(suites()::contains);
  }

  static List<String> suites() {
    try {
      return Stream.of(SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites())
          .filter(name -> !name.contains("SCSV"))
          .toList();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static Optional<String> group(String name) {
    return Optional.ofNullable(GROUPS.get(name));
  }

  static List<String> groups() {
    return List.copyOf(new TreeSet<>(GROUPS.keySet()));
  }

  /** Versions from the first to the last, with what else was chosen. */
  Terms of(int least, int most, List<String> suites, List<String> groups, boolean ownOrder) {
    List<String> chosen = new ArrayList<>(suites);
    if (!suites.isEmpty()) {
      suites().stream()
          .filter(name -> !name.contains(KEY_EXCHANGE) && !suites.contains(name))
          .forEach(chosen::add);
    }
    return new Terms(PROTOCOLS.subList(Math.min(least, most), most + 1), chosen, groups, ownOrder);
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web.access;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the file says.
 *
 * @param tls empty where the server speaks plainly
 * @param users bcrypt hashes of passwords by name; empty where nobody is asked for one
 * @param headers that go with each answer
 * @param notes what it says that has no effect here
 */
record WebConfig(
    Optional<Tls> tls, Map<String, String> users, Map<String, String> headers, List<String> notes) {
  /** Without a file: plain, and open to all. */
  static final WebConfig OPEN = new WebConfig(Optional.empty(), Map.of(), Map.of(), List.of());

  /** Takes copies of what it is given. */
  WebConfig {
    users = Map.copyOf(users);
    headers = Map.copyOf(headers);
    notes = List.copyOf(notes);
  }

  /** The files that it names. */
  List<Path> files() {
    return tls.stream()
        .flatMap(
            each ->
                Stream.concat(
                    Stream.of(each.certificate(), each.key()),
                    each.clients().authorities().stream()))
        .toList();
  }

  /**
   * How the server speaks TLS.
   *
   * @param certificate PEM, the server's own first, then those between it and the authority
   * @param key PEM
   */
  record Tls(Path certificate, Path key, Clients clients, Terms terms) {}

  /**
   * What is asked of clients.
   *
   * @param authorities PEM; those that a certificate is verified by
   * @param names one of which a certificate must bear; empty for any
   */
  record Clients(ClientAuth auth, Optional<Path> authorities, List<String> names) {
    /** Takes a copy of the list. */
    Clients {
      names = List.copyOf(names);
    }
  }

  /**
   * What is agreed on with clients, by Java's names.
   *
   * @param suites all that there are where empty
   * @param groups those of the JDK where empty
   * @param ownOrder whether the server's order counts, not the client's
   */
  record Terms(List<String> protocols, List<String> suites, List<String> groups, boolean ownOrder) {
    /** Takes copies of the lists. */
    Terms {
      protocols = List.copyOf(protocols);
      suites = List.copyOf(suites);
      groups = List.copyOf(groups);
    }
  }
}

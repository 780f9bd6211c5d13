// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.meter;

import io.keplerotel.agent.power.remote.Credentials;
import io.keplerotel.agent.power.remote.RemoteCalls;
import io.keplerotel.agent.power.remote.RemoteCalls.Answer;
import io.keplerotel.agent.power.remote.RemoteException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A text that is served by HTTP. */
record UrlOrigin(URI url, Optional<Path> credentialsFile, RemoteCalls calls) implements Origin {
  private static final String AUTHORIZATION = "Authorization";

  @Override
  public Content content() throws RemoteException {
    Map<String, String> headers =
        switch (Credentials.read(credentialsFile)) {
          case Credentials.None none -> Map.of();
          case Credentials.Login login -> Map.of(AUTHORIZATION, login.basic());
          case Credentials.Token token -> Map.of(AUTHORIZATION, "Bearer " + token.token());
        };
    Answer answer = calls.get(url, headers);
    return new Content(answer.name(), answer.text());
  }
}

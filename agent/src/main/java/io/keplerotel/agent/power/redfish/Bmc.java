// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.redfish;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.keplerotel.agent.model.PlainText;
import io.keplerotel.agent.power.remote.Credentials;
import io.keplerotel.agent.power.remote.Credentials.Login;
import io.keplerotel.agent.power.remote.JsonText;
import io.keplerotel.agent.power.remote.RemoteCalls;
import io.keplerotel.agent.power.remote.RemoteCalls.Answer;
import io.keplerotel.agent.power.remote.RemoteException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One BMC, and the session with it: opened by the first question, again after 401, and left to the
 * BMC to end. One that knows no sessions gets the password with each question.
 */
final class Bmc {
  private static final String SESSIONS = "/redfish/v1/SessionService/Sessions";
  private static final String TOKEN = "X-Auth-Token";
  private static final String AUTHORIZATION = "Authorization";
  private static final Set<Integer> NO_SESSIONS = Set.of(404, 405, 501);
  private static final Pattern PATH = Pattern.compile("/redfish/[A-Za-z0-9/._~%$&'()+,;=:@!*-]*");
  private static final int SHOWN_CHARACTERS = 100;

  private final URI url;
  private final Optional<Path> credentialsFile;
  private final RemoteCalls calls;
  private @Nullable Login loggedIn;
  private String token = "";
  private boolean hasNoSessions;

  Bmc(URI url, Optional<Path> credentialsFile, RemoteCalls calls) {
    this.url = url;
    this.credentialsFile = credentialsFile;
    this.calls = calls;
  }

  /** Asks for a resource by its path, such as {@code /redfish/v1/Chassis}. */
  Answer get(String path) throws RemoteException {
    URI uri = at(path);
    String before = token;
    Answer answer = calls.get(uri, headers());
    if (answer.isRefusal() && !before.isEmpty() && before.equals(token)) {
      token = "";
      return calls.get(uri, headers());
    }
    return answer;
  }

  /** Asks for a resource that must be there. */
  JsonText json(String path) throws RemoteException {
    Answer answer = get(path);
    return JsonText.parse(answer.name(), answer.text());
  }

  private Map<String, String> headers() throws RemoteException {
    Map<String, String> headers = new HashMap<>();
    headers.put("Accept", "application/json");
    headers.put("OData-Version", "4.0");
    switch (Credentials.read(credentialsFile)) {
      case Credentials.None none -> {}
      case Credentials.Token given -> headers.put(TOKEN, given.token());
      case Login login -> {
        if (isInSession(login)) {
          headers.put(TOKEN, token);
        } else {
          headers.put(AUTHORIZATION, login.basic());
        }
      }
    }
    return headers;
  }

  private boolean isInSession(Login login) throws RemoteException {
    if (!hasNoSessions && (token.isEmpty() || !login.equals(loggedIn))) {
      open(login);
    }
    return !hasNoSessions;
  }

  private void open(Login login) throws RemoteException {
    token = "";
    String names =
        JsonNodeFactory.instance
            .objectNode()
            .put("UserName", login.user())
            .put("Password", login.password())
            .toString();
    Answer answer = calls.post(at(SESSIONS), names);
    if (NO_SESSIONS.contains(answer.status())) {
      hasNoSessions = true;
      return;
    }
    String unused = answer.text();
    String given = answer.headers().get(TOKEN);
    if (given == null || given.isBlank()) {
      hasNoSessions = true;
      return;
    }
    token = given;
    loggedIn = login;
  }

  /** A path that the BMC names must not lead to somebody else. */
  private URI at(String path) throws RemoteException {
    if (!PATH.matcher(path).matches()) {
      throw new RemoteException(
          "%s names a resource that is no path of Redfish: %s"
              .formatted(url.getHost(), PlainText.of(path, SHOWN_CHARACTERS)));
    }
    try {
      return url.resolve(path);
    } catch (IllegalArgumentException e) {
      throw new RemoteException(
          url.getHost() + " names a resource that is no path: " + e.getMessage());
    }
  }
}

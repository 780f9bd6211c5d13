// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.redfish;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import io.keplerotel.agent.testing.FakeServer.Answer;
import io.keplerotel.agent.testing.FakeServer.Answers;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A BMC's Redfish: resources by path, with sessions that it forgets at will. */
final class FakeBmc implements Answers {
  static final String SESSIONS = "/redfish/v1/SessionService/Sessions";

  /** admin:secret. */
  static final String BASIC = "Basic YWRtaW46c2VjcmV0";

  final Map<String, String> resources = new ConcurrentHashMap<>();
  volatile boolean hasSessions = true;
  volatile int status = 200;
  private volatile String token = "";
  private final AtomicInteger logins = new AtomicInteger();

  FakeBmc() {
    chassis("1");
    resources.put("/redfish/v1/Chassis/1", "{\"Id\": \"1\"}");
  }

  void chassis(String... ids) {
    StringBuilder members = new StringBuilder();
    for (String id : ids) {
      members
          .append(members.isEmpty() ? "" : ", ")
          .append("{\"@odata.id\": \"/redfish/v1/Chassis/%s\"}".formatted(id));
    }
    resources.put("/redfish/v1/Chassis", "{\"Members\": [" + members + "]}");
  }

  void power(String value) {
    resources.put(
        "/redfish/v1/Chassis/1/Power",
        "{\"PowerControl\": [{\"PowerConsumedWatts\": " + value + "}]}");
  }

  void forgetSessions() {
    token = "";
  }

  int logins() {
    return logins.get();
  }

  @Override
  public Answer to(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String sent = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    if (path.equals(SESSIONS)) {
      return login(exchange, sent);
    }
    String shown = exchange.getRequestHeaders().getFirst("X-Auth-Token");
    String basic = exchange.getRequestHeaders().getFirst("Authorization");
    boolean isIn = shown == null ? BASIC.equals(basic) : !token.isEmpty() && shown.equals(token);
    if (!isIn) {
      return new Answer(401, "");
    }
    String body = new LinkedHashMap<>(resources).get(path);
    return body == null ? new Answer(404, "{}") : new Answer(status, body);
  }

  private Answer login(HttpExchange exchange, String sent) {
    if (!hasSessions) {
      return new Answer(404, "");
    }
    if (!sent.equals("{\"UserName\":\"admin\",\"Password\":\"secret\"}")) {
      return new Answer(401, "");
    }
    token = "session-" + logins.incrementAndGet();
    exchange.getResponseHeaders().add("X-Auth-Token", token);
    return new Answer(201, "{}");
  }
}

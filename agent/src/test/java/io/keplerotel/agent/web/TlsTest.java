// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.keplerotel.agent.config.ListenAddress;
import io.keplerotel.agent.live.Views;
import io.keplerotel.agent.testing.Logs;
import io.keplerotel.agent.testing.TestAuthority;
import io.keplerotel.agent.testing.Waiting;
import io.keplerotel.agent.web.access.WebAccess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS, certificates of clients and passwords, by real clients. */
class TlsTest {
  private static final String TLS =
      "tls_server_config: {cert_file: server.crt, key_file: server.key}\n";

  @TempDir Path folder = Path.of("");
  private TestAuthority authority = new TestAuthority(Path.of(""));
  private final Logs logs = new Logs();

  @BeforeEach
  void issue() {
    authority = TestAuthority.create(folder).issue("server");
  }

  @AfterEach
  void close() {
    logs.close();
  }

  @Test
  void tlsIsSpokenAtEveryAddress() throws Exception {
    try (WebServer server = server(TLS)) {
      server.start();
      assertThat(server.urls()).hasSize(2);
      assertThat(server.urls().getFirst()).startsWith("https://127.0.0.1:");
      assertThat(server.urls().getLast()).startsWith("https://[::1]:");
      for (String url : server.urls()) {
        HttpResponse<String> answer = get(authority.client(), url + "/live.json");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
      }
      TestAuthority stranger = TestAuthority.create(folder.resolve("stranger"));
      assertThatThrownBy(() -> get(stranger.client(), server.urls().getFirst() + "/"))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void versionSuiteAndHeadersAreThoseOfTheFile() throws Exception {
    String suite = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";
    String config =
        TLS.replace("}", ", max_version: TLS12, cipher_suites: [%s]}".formatted(suite))
            + "http_server_config: {headers: {X-Frame-Options: deny}}\n";
    try (WebServer server = server(config)) {
      server.start();
      HttpResponse<String> answer = get(authority.client(), server.urls().getFirst() + "/");
      assertThat(answer.sslSession().orElseThrow().getCipherSuite()).isEqualTo(suite);
      assertThat(answer.headers().firstValue("X-Frame-Options")).contains("deny");
    }
  }

  @Test
  void onlyClientsOfTheAuthorityAreServed() throws Exception {
    TestAuthority stranger = TestAuthority.create(folder.resolve("stranger")).issue("prometheus");
    authority.issue("prometheus");
    try (WebServer server = server(clients("RequireAndVerifyClientCert"))) {
      server.start();
      String url = server.urls().getFirst() + "/healthz";
      assertThat(get(authority.showing(authority, "prometheus"), url).statusCode()).isEqualTo(200);
      assertThatThrownBy(() -> get(authority.client(), url)).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> get(authority.showing(stranger, "prometheus"), url))
          .isInstanceOf(IOException.class);
    }
    try (WebServer server = server(clients("VerifyClientCertIfGiven"))) {
      server.start();
      String url = server.urls().getFirst() + "/healthz";
      assertThat(get(authority.client(), url).statusCode()).isEqualTo(200);
      assertThat(get(authority.showing(authority, "prometheus"), url).statusCode()).isEqualTo(200);
    }
    String any = TLS.replace("}", ", client_auth_type: RequireAnyClientCert}");
    try (WebServer server = server(any)) {
      server.start();
      String url = server.urls().getFirst() + "/healthz";
      assertThat(get(authority.showing(stranger, "prometheus"), url).statusCode()).isEqualTo(200);
      assertThatThrownBy(() -> get(authority.client(), url)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void onlyClientsOfTheNameAreServed() throws Exception {
    authority.issue("prometheus").issue("other");
    String config =
        clients("RequireAndVerifyClientCert").replace("}", ", client_allowed_sans: [prometheus]}");
    try (WebServer server = server(config)) {
      server.start();
      String url = server.urls().getFirst() + "/healthz";
      assertThat(get(authority.showing(authority, "prometheus"), url).statusCode()).isEqualTo(200);
      assertThatThrownBy(() -> get(authority.showing(authority, "other"), url))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void everythingButHealthWantsAPassword() throws Exception {
    try (WebServer server = server(TLS + users("secret"))) {
      server.start();
      String url = server.urls().getFirst();
      assertThat(get(authority.client(), url + "/healthz").statusCode()).isEqualTo(200);
      for (String path : List.of("/", "/live.json", "/readyz", "/nothing")) {
        HttpResponse<String> answer = get(authority.client(), url + path);
        assertThat(answer.statusCode()).as(path).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
            .contains("Basic realm=\"kepler-agent\"");
        assertThat(answer.body()).isEqualTo("give a user and a password\n");
      }
      assertThat(status(url, "secret")).isEqualTo(200);
      assertThat(status(url, "wrong")).isEqualTo(401);
    }
  }

  @Test
  void changedCertificateAndUsersAreTakenWithoutARestart() throws Exception {
    try (WebServer server = server(TLS + users("first"))) {
      server.start();
      String url = server.urls().getFirst();
      assertThat(status(url, "first")).isEqualTo(200);
      write(TLS + users("second"));
      Waiting.until(() -> status(url, "second") == 200);
      assertThat(status(url, "first")).isEqualTo(401);

      TestAuthority next = TestAuthority.create(folder.resolve("next")).issue("server");
      for (String file : List.of("server.key", "server.crt")) {
        Files.copy(next.file(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
      Waiting.until(() -> answers(next.client(), url));
      assertThatThrownBy(() -> get(authority.client(), url + "/healthz"))
          .isInstanceOf(IOException.class);
      assertThat(logs.of(Level.INFO)).anyMatch(line -> line.endsWith("a change is in use"));
    }
  }

  @Test
  void changedAuthorityIsAskedEvenOfThoseThatResume() throws Exception {
    authority.issue("prometheus");
    TestAuthority next = TestAuthority.create(folder.resolve("next")).issue("prometheus");
    try (WebServer server = server(clients("RequireAndVerifyClientCert"));
        HttpClient old = authority.showing(authority, "prometheus")) {
      server.start();
      String url = server.urls().getFirst();
      assertThat(answers(old, url)).isTrue();
      Files.copy(next.file("ca.crt"), folder.resolve("ca.crt.new"));
      Path trusted = authority.file("ca.crt");
      Files.copy(trusted, folder.resolve("old-ca.crt"));
      Files.move(folder.resolve("ca.crt.new"), trusted, StandardCopyOption.REPLACE_EXISTING);
      // This client trusts the server by the authority of before.
      TestAuthority both = new TestAuthority(folder.resolve("both"));
      Files.createDirectories(both.folder());
      Files.copy(folder.resolve("old-ca.crt"), both.file("ca.crt"));
      Waiting.until(() -> answers(both.showing(next, "prometheus"), url));
      assertThat(answers(both.showing(authority, "prometheus"), url)).isFalse();
    }
  }

  @Test
  void brokenChangeLeavesAllAsItWasAndIsSaidOnce() throws Exception {
    try (WebServer server = server(TLS + users("secret"))) {
      server.start();
      String url = server.urls().getFirst();
      write(TLS + "basic_auth_user: {}\n");
      Waiting.until(() -> status(url, "secret") == 200 && !warnings().isEmpty());
      Files.writeString(folder.resolve("server.key"), "gone");
      write(TLS + "# again\nbasic_auth_user: {}\n");
      write(TLS + users("secret"));
      Waiting.until(() -> status(url, "secret") == 200 && warnings().size() == 2);
      assertThat(warnings().getFirst())
          .contains("what was before holds", ":2: basic_auth_user: unknown key; did you mean");
      assertThat(warnings().getLast()).contains("server.key: holds no private key");
      write(users("secret"));
      Waiting.until(() -> status(url, "secret") == 200 && warnings().size() == 3);
      assertThat(warnings().getLast()).contains("TLS begins and ends with a restart only");
    }
  }

  @Test
  void aFileThatCannotBeUsedEndsTheStart() throws Exception {
    try (WebServer server = server("tls_server_config: {cert_file: a}")) {
      assertThatThrownBy(server::start)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("tls_server_config.key_file: is missing");
    }
  }

  private List<String> warnings() {
    return logs.of(Level.WARNING);
  }

  private WebServer server(String config) throws IOException {
    return new WebServer(
        List.of(new ListenAddress("127.0.0.1", 0), new ListenAddress("::1", 0)),
        new WebAccess(Optional.of(write(config)), System::nanoTime),
        Checks.pages(Checks.good(), Views::shop));
  }

  private Path write(String config) throws IOException {
    return Files.writeString(folder.resolve("web.yml"), config);
  }

  private static String clients(String auth) {
    return TLS.replace("}", ", client_auth_type: " + auth + ", client_ca_file: ca.crt}");
  }

  private static String users(String password) {
    return "basic_auth_users: {me: %s}\n"
        .formatted(new String(BCrypt.withDefaults().hash(4, password.getBytes(UTF_8)), UTF_8));
  }

  private int status(String url, String password) {
    String pair = Base64.getEncoder().encodeToString(("me:" + password).getBytes(UTF_8));
    try (HttpClient client = authority.client()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create(url + "/readyz"))
                  .header("Authorization", "Basic " + pair)
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .statusCode();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean answers(HttpClient client, String url) {
    try {
      return get(client, url + "/healthz").statusCode() == 200;
    } catch (IOException ignored) {
      // It does not trust, or is not trusted.
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HttpResponse<String> get(HttpClient client, String url)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
  }
}

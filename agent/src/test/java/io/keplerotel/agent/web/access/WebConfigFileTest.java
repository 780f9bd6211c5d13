// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keplerotel.agent.config.SettingsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebConfigFileTest {
  private static final String HASH = "$2y$04$0ndHN1Wy0BJ/eSQbU6zSsOYI21iq9PtGtGY1JmbUFkQALnqGFkIZK";

  @TempDir Path folder = Path.of("");

  @Test
  void everyKeyIsRead() throws Exception {
    WebConfig config =
        read(
            """
            tls_server_config:
              cert_file: tls.crt
              key_file: /etc/tls.key
              client_auth_type: RequireAndVerifyClientCert
              client_ca_file: ca/ca.crt
              client_allowed_sans: [prometheus]
              min_version: TLS12
              max_version: TLS12
              cipher_suites: [TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305, TLS_AES_128_GCM_SHA256]
              prefer_server_cipher_suites: false
              curve_preferences: [X25519, CurveP256]
            http_server_config:
              http2: false
              headers:
                Strict-Transport-Security: max-age=31536000
            basic_auth_users:
              prometheus: %s
            """
                .formatted(HASH));

    WebConfig.Tls tls = config.tls().orElseThrow();
    assertThat(tls.certificate()).isEqualTo(folder.resolve("tls.crt"));
    assertThat(tls.key()).isEqualTo(Path.of("/etc/tls.key"));
    assertThat(tls.clients())
        .isEqualTo(
            new WebConfig.Clients(
                ClientAuth.REQUIRE_AND_VERIFY,
                Optional.of(folder.resolve("ca/ca.crt")),
                List.of("prometheus")));
    assertThat(tls.terms().protocols()).containsExactly("TLSv1.2");
    assertThat(tls.terms().suites())
        .startsWith("TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256")
        .contains("TLS_AES_256_GCM_SHA384");
    assertThat(tls.terms().groups()).containsExactly("x25519", "secp256r1");
    assertThat(tls.terms().ownOrder()).isFalse();
    assertThat(config.users()).isEqualTo(Map.of("prometheus", HASH));
    assertThat(config.headers()).isEqualTo(Map.of("Strict-Transport-Security", "max-age=31536000"));
    assertThat(config.notes())
        .containsExactly("http_server_config.http2 has no effect: this server speaks HTTP/1.1");
  }

  @Test
  void whatIsLeftAwayIsAsWithPrometheus() throws Exception {
    assertThat(read("")).isEqualTo(WebConfig.OPEN);
    assertThat(read("tls_server_config:\nbasic_auth_users:\n")).isEqualTo(WebConfig.OPEN);
    WebConfig.Tls tls =
        read("tls_server_config: {cert_file: a, key_file: b, min_version: TLS10}")
            .tls()
            .orElseThrow();
    assertThat(tls.clients().auth()).isEqualTo(ClientAuth.NONE);
    assertThat(tls.terms())
        .isEqualTo(new WebConfig.Terms(List.of("TLSv1.2", "TLSv1.3"), List.of(), List.of(), true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\ntls_server_confg: {}' | 2: tls_server_confg: unknown key; did you mean tls_server_config",
        "'tls_server_config:\n  cert_fil: a' | 2: tls_server_config.cert_fil: unknown key; did you mean tls_server_config.cert_file?",
        "'http_server_config: {headers: {X-Frame-Option: deny}}' | 1: http_server_config.headers.X-Frame-Option: unknown key; did you mean http_server_config.headers.X-Frame-Options?",
        "'tls_server_config: {cert_file: a}' | ' tls_server_config.key_file: is missing; TLS needs a certificate and its key'",
        "'tls_server_config: {cert_file: a, cert_file: b}' | 'is there twice; remove one'",
        "'tls_server_config: {cert_file: [a]}' | '1: tls_server_config.cert_file: must be one plain value'",
        "'tls_server_config: {cert_file: a, key_file: b, client_auth_type: Verify}' | '1: tls_server_config.client_auth_type: \"Verify\" is not allowed; it must be one of NoClientCert, RequestClientCert, RequireAnyClientCert, VerifyClientCertIfGiven, RequireAndVerifyClientCert'",
        "'tls_server_config: {cert_file: a, key_file: b, client_auth_type: RequireAndVerifyClientCert}' | 'nothing verifies certificates; set client_ca_file'",
        "'tls_server_config: {cert_file: a, key_file: b, client_ca_file: c}' | 'has no effect without client_auth_type'",
        "'tls_server_config: {cert_file: a, key_file: b, max_version: TLS9}' | '\"TLS9\" is not allowed; it must be one of TLS12, TLS13'",
        "'tls_server_config: {cert_file: a, key_file: b, cipher_suites: [RC4]}' | '\"RC4\" is not allowed; it must be one of TLS_'",
        "'tls_server_config: {cert_file: a, key_file: b, curve_preferences: P256}' | '1: tls_server_config.curve_preferences: must be a list'",
        "'tls_server_config: {cert_file: a, key_file: b, prefer_server_cipher_suites: no}' | '\"no\" is not allowed; it must be one of true, false'",
        "'http_server_config: {headers: {X-Frame-Options: \"a\\nb\"}}' | 'has a character that a header cannot have'",
        "'basic_auth_users:\n  me: secret' | '2: basic_auth_users.me: must be a bcrypt hash with a cost of 4 to 16'",
        "'basic_auth_users: [me]' | '1: basic_auth_users: must hold keys and values'",
        "'tls_server_config: on' | '1: tls_server_config: must hold keys and values'",
        "'- a' | '1: the file: must hold keys and values'",
      })
  void whatIsWrongIsNamedWithItsLine(String yaml, String message) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(message.startsWith(" ") ? ":" + message : message)
        .hasMessageStartingWith(folder.resolve("web.yml").toString());
  }

  @Test
  void hashesThatTakeMinutesAreRefused() {
    assertThatThrownBy(() -> read("basic_auth_users: {me: " + HASH.replace("$04$", "$17$") + "}"))
        .hasMessageContaining("a cost of 4 to 16");
  }

  private WebConfig read(String yaml) throws Exception {
    return WebConfigFile.read(Files.writeString(folder.resolve("web.yml"), yaml));
  }
}

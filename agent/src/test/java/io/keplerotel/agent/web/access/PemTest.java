// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keplerotel.agent.testing.TestAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemTest {
  @TempDir Path folder = Path.of("");

  /** Each writes key.pem, in one of the forms that people have. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem",
        "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out key.pem",
        "openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out key.pem",
        "openssl genpkey -algorithm ED25519 -out key.pem",
        "openssl ecparam -name prime256v1 -genkey -out key.pem",
        "openssl ecparam -name secp521r1 -genkey -noout -out key.pem",
        "openssl genrsa -traditional -out key.pem 2048",
      })
  void keysOfAllFormsBelongToTheirCertificates(String make) throws Exception {
    TestAuthority here = new TestAuthority(folder);
    here.run(make + " && openssl req -x509 -key key.pem -subj /CN=a -days 2 -out cert.pem");
    assertThat(ServedTls.of(tls("cert.pem", "key.pem")).context()).isNotNull();
  }

  @Test
  void theKeyOfAnotherCertificateIsRefused() throws Exception {
    TestAuthority authority = TestAuthority.create(folder).issue("one").issue("two");
    assertThatThrownBy(() -> ServedTls.of(tls("one.crt", "two.key")))
        .hasMessage(
            "%s: is not the key of the certificate in %s",
            authority.file("two.key"), authority.file("one.crt"));
  }

  @Test
  void whatIsNotThereIsNamed() throws Exception {
    new TestAuthority(folder)
        .run(
            "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -aes256 -pass pass:x -out locked.pem");
    Files.writeString(folder.resolve("empty.pem"), "nothing");
    Files.writeString(
        folder.resolve("junk.pem"),
        """
        -----BEGIN EC PRIVATE KEY-----
        MIIB
        -----END EC PRIVATE KEY-----
        -----BEGIN CERTIFICATE-----
        MIIB
        -----END CERTIFICATE-----
        """);
    assertThatThrownBy(() -> pem("none.pem"))
        .hasMessageEndingWith("none.pem: there is no such file");
    assertThatThrownBy(() -> pem("empty.pem").key()).hasMessageContaining("holds no private key");
    assertThatThrownBy(() -> pem("empty.pem").certificates())
        .hasMessageContaining("holds no certificate");
    assertThatThrownBy(() -> pem("locked.pem").key()).hasMessageContaining("the key is encrypted");
    assertThatThrownBy(() -> pem("junk.pem").key())
        .hasMessageContaining("not of EC, RSA or Ed25519");
    assertThatThrownBy(() -> pem("junk.pem").certificates())
        .hasMessageContaining("a certificate that cannot be read");
  }

  private Pem pem(String name) throws Exception {
    return Pem.read(folder.resolve(name));
  }

  private WebConfig.Tls tls(String certificate, String key) {
    return new WebConfig.Tls(
        folder.resolve(certificate),
        folder.resolve(key),
        new WebConfig.Clients(ClientAuth.NONE, Optional.empty(), List.of()),
        new WebConfig.Terms(List.of("TLSv1.3"), List.of(), List.of(), true));
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate authority of its own, made by openssl.
 *
 * @param folder holds ca.crt, and NAME.crt and NAME.key of each certificate that it issued
 */
public record TestAuthority(Path folder) {
  private static final char[] PASSWORD = "secret".toCharArray();

  public static TestAuthority create(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    TestAuthority authority = new TestAuthority(folder);
    authority.run(
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
            + " -subj \"/CN=authority $(date +%s%N)\" -keyout ca.key -out ca.crt");
    return authority;
  }

  /** Makes a certificate for this machine and this name, good for both ends. */
  public TestAuthority issue(String name) {
    try {
      Files.writeString(
          folder.resolve("ext"),
          "subjectAltName=IP:127.0.0.1,IP:::1,DNS:localhost,DNS:%s\nextendedKeyUsage=serverAuth,clientAuth\n"
              .formatted(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    run(
        """
        set -e
        openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=%1$s -keyout %1$s.key -out csr
        openssl x509 -req -in csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -extfile ext -out %1$s.crt
        openssl pkcs12 -export -in %1$s.crt -inkey %1$s.key -out %1$s.p12 -passout pass:secret
        """
            .formatted(name));
    return this;
  }

  public Path file(String name) {
    return folder.resolve(name);
  }

  /** A client that trusts this authority and shows no certificate. */
  public HttpClient client() {
    return client(new KeyStoreFile[0]);
  }

  /** A client that trusts this authority and shows a certificate, perhaps of another one. */
  public HttpClient showing(TestAuthority issuer, String name) {
    return client(new KeyStoreFile(issuer.file(name + ".p12")));
  }

  private record KeyStoreFile(Path path) {}

  private HttpClient client(KeyStoreFile... shown) {
    try (InputStream pem = Files.newInputStream(file("ca.crt"))) {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      KeyStore own = KeyStore.getInstance("PKCS12");
      own.load(null, null);
      for (KeyStoreFile file : shown) {
        try (InputStream in = Files.newInputStream(file.path())) {
          own.load(in, PASSWORD);
        }
      }
      keys.init(own, PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return HttpClient.newBuilder().sslContext(context).build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs a command in the folder; its failure is the test's. */
  public void run(String script) {
    try {
      Process process =
          new ProcessBuilder("sh", "-c", script)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(script + ":\n" + output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

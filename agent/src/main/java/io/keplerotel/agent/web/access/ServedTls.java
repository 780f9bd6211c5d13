// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web.access;

import io.keplerotel.agent.config.SettingsException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/**
 * TLS as one version of the files says.
 *
 * @param parameters what each connection is held to
 */
record ServedTls(SSLContext context, SSLParameters parameters) {
  private static final byte[] TRIAL = {1, 2, 3};

  /** Reads certificate, key and authorities, and sees that they belong together. */
  static ServedTls of(WebConfig.Tls tls) throws SettingsException {
    List<X509Certificate> chain = Pem.read(tls.certificate()).certificates();
    PrivateKey key = Pem.read(tls.key()).key();
    if (!belongs(key, chain.getFirst())) {
      throw new SettingsException(
          "%s: is not the key of the certificate in %s".formatted(tls.key(), tls.certificate()));
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          keys(chain, key).getKeyManagers(),
          new TrustManager[] {ClientTrust.of(tls.clients())},
          null);
      return new ServedTls(context, parameters(context, tls));
    } catch (GeneralSecurityException | IOException e) {
      throw new SettingsException(tls.certificate() + ": cannot be served: " + e.getMessage());
    }
  }

  /** One end of a new connection. */
  SSLEngine engine(String host, int port) {
    SSLEngine engine = context.createSSLEngine(host, port);
    engine.setSSLParameters(parameters);
    return engine;
  }

  private static boolean belongs(PrivateKey key, X509Certificate certificate) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(TRIAL);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(TRIAL);
      return signature.verify(signed);
    } catch (GeneralSecurityException ignored) {
      // Not even of the same kind.
      return false;
    }
  }

  private static KeyManagerFactory keys(List<X509Certificate> chain, PrivateKey key)
      throws GeneralSecurityException, IOException {
    char[] noPassword = new char[0];
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("server", key, noPassword, chain.toArray(new Certificate[0]));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, noPassword);
    return keys;
  }

  private static SSLParameters parameters(SSLContext context, WebConfig.Tls tls) {
    SSLParameters parameters = context.getDefaultSSLParameters();
    parameters.setProtocols(tls.terms().protocols().toArray(String[]::new));
    if (!tls.terms().suites().isEmpty()) {
      parameters.setCipherSuites(tls.terms().suites().toArray(String[]::new));
    }
    if (!tls.terms().groups().isEmpty()) {
      parameters.setNamedGroups(tls.terms().groups().toArray(String[]::new));
    }
    parameters.setUseCipherSuitesOrder(tls.terms().ownOrder());
    // Each of these two takes the other one back.
    if (tls.clients().auth().requires()) {
      parameters.setNeedClientAuth(true);
    } else {
      parameters.setWantClientAuth(tls.clients().auth() != ClientAuth.NONE);
    }
    return parameters;
  }
}

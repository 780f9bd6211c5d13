// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.remote;

import io.keplerotel.agent.power.remote.RemoteCalls.Terms;
import io.keplerotel.agent.power.remote.RemoteCalls.Verify;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;

/** Whose certificates are taken. */
public final class Trust {
  private Trust() {}

  /**
   * TLS with those whose certificates this file (PEM) has signed.
   *
   * @throws RemoteException if it cannot be read or holds none
   */
  public static SSLContext context(Path caFile) throws RemoteException {
    return context(authorities(caFile));
  }

  static void apply(OkHttpClient.Builder builder, Terms terms) throws RemoteException {
    if (terms.verify() == Verify.NOTHING) {
      use(builder, new Anybody());
      builder.hostnameVerifier((host, session) -> true);
    } else if (terms.caFile().isPresent()) {
      use(builder, authorities(terms.caFile().get()));
    }
  }

  private static void use(OkHttpClient.Builder builder, X509TrustManager trusted)
      throws RemoteException {
    builder.sslSocketFactory(context(trusted).getSocketFactory(), trusted);
  }

  private static SSLContext context(X509TrustManager trusted) throws RemoteException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {trusted}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new RemoteException("this Java runtime has no TLS: " + e.getMessage());
    }
  }

  private static X509TrustManager authorities(Path file) throws RemoteException {
    try (InputStream pem = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      int count = 0;
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        store.setCertificateEntry("authority-" + count++, each);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (count > 0 && manager instanceof X509TrustManager trusted) {
          return trusted;
        }
      }
      throw new RemoteException(file + " holds no certificate; see the setting ca-file");
    } catch (IOException e) {
      throw new RemoteException("cannot read the ca-file " + file + ": " + e);
    } catch (GeneralSecurityException e) {
      throw new RemoteException("cannot use the ca-file " + file + ": " + e.getMessage());
    }
  }

  /** Whoever asked for this setting wants it so. */
  private static final class Anybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}

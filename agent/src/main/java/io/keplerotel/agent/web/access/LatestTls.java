// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web.access;

import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A context whose connections are those of the latest one, since the JDK's server takes a context
 * once. Sessions of an older one are not resumed, so that whom it trusted must be verified again.
 */
final class LatestTls extends SSLContext {
  LatestTls(Supplier<ServedTls> latest) {
    super(
        new Latest(latest),
        latest.get().context().getProvider(),
        latest.get().context().getProtocol());
  }

  private static final class Latest extends SSLContextSpi {
    private final Supplier<ServedTls> latest;

    Latest(Supplier<ServedTls> latest) {
      this.latest = latest;
    }

    @Override
    protected void engineInit(
        KeyManager @Nullable [] keys,
        TrustManager @Nullable [] trust,
        @Nullable SecureRandom random)
        throws KeyManagementException {
      throw new KeyManagementException("the latest context is ready");
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
      return latest.get().engine(host, port);
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
      throw new UnsupportedOperationException("a client has an address");
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
      return latest.get().context().getSocketFactory();
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
      return latest.get().context().getServerSocketFactory();
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
      return latest.get().context().getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
      return latest.get().context().getClientSessionContext();
    }
  }
}

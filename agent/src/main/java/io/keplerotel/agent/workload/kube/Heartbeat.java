// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload.kube;

import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Sends pings over the watch's connection, since a quiet one and a dead one look the same. One that
 * answers no more is ended as a broken one. Where pings were never answered, nothing is ended.
 */
final class Heartbeat {
  private static final long PING_NS = 10_000_000_000L;
  private static final long DEAD_NS = 20_000_000_000L;

  private volatile @Nullable Listener current;
  private volatile boolean answered;

  /** Looks after the connection; about once a second. */
  void tend(long nowNs) {
    Listener listener = current;
    if (listener != null) {
      listener.tend(nowNs);
    }
  }

  /** Listens for a new connection's signs of life, and passes everything on. */
  WebSocket.Listener on(WebSocket.Listener inner) {
    return new Listener(inner);
  }

  private final class Listener implements WebSocket.Listener {
    private final WebSocket.Listener inner;
    private @Nullable WebSocket socket;
    private volatile long heardNs = System.nanoTime();
    private long pingedNs = heardNs - PING_NS;

    Listener(WebSocket.Listener inner) {
      this.inner = inner;
    }

    @Override
    public void onOpen(WebSocket opened) {
      socket = opened;
      heardNs = System.nanoTime();
      current = this;
      inner.onOpen(opened);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
      heardNs = System.nanoTime();
      return inner.onText(from, text, last);
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer bytes, boolean last) {
      heardNs = System.nanoTime();
      return inner.onBinary(from, bytes, last);
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
      heardNs = System.nanoTime();
      return inner.onPing(from, message);
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
      heardNs = System.nanoTime();
      answered = true;
      return inner.onPong(from, message);
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      leave();
      return inner.onClose(from, status, reason);
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
      leave();
      inner.onError(from, failure);
    }

    private void tend(long nowNs) {
      WebSocket opened = socket;
      if (opened == null || opened.isInputClosed()) {
        leave();
      } else if (answered && nowNs - heardNs > DEAD_NS) {
        leave();
        opened.abort();
        inner.onError(opened, new IOException("the connection is silent"));
      } else if (nowNs - pingedNs >= PING_NS) {
        pingedNs = nowNs;
        var unused = opened.sendPing(ByteBuffer.allocate(0));
      }
    }

    private void leave() {
      if (current == this) {
        current = null;
      }
    }
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("e2e")
class ControlPlaneTest {
  private static final String ACCOUNTS = "/api/v1/namespaces/default/serviceaccounts";

  @Test
  void survivesKillAndChangeOfAuthority() {
    long startNs = System.nanoTime();
    try (ControlPlane plane = ControlPlane.start()) {
      long tookMs = (System.nanoTime() - startNs) / 1_000_000;
      System.out.printf("control plane ready after %d ms%n", tookMs);
      assertThat(tookMs).isLessThan(20_000);

      plane.admin().post(ACCOUNTS, "{\"metadata\":{\"name\":\"someone\"}}").ok();
      String token = plane.token("default", "someone", Duration.ofMinutes(10));
      assertThat(plane.client(token).get("/api/v1/pods").status()).isEqualTo(403);
      assertThat(plane.client("wrong").get("/api/v1/pods").status()).isEqualTo(401);
      assertThat(plane.requests("system:serviceaccount:default:someone")).hasSize(1);

      plane.kill();
      assertThat(plane.admin().get("/readyz").status()).isZero();
      plane.restart();
      ApiClient before = plane.admin();
      assertThat(before.get(ACCOUNTS + "/someone").status()).isEqualTo(200);
      plane.replaceAuthority();
      assertThat(before.get(ACCOUNTS + "/someone").status()).isZero();
      assertThat(plane.client(token).get("/api/v1/pods").status()).isEqualTo(403);
    }
  }
}

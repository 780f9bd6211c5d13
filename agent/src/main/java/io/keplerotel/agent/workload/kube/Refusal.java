// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload.kube;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.FileSystemException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Why a request failed, and what to do, in words that do not change while it is so. */
final class Refusal {
  private static final int LONGEST = 120;

  private Refusal() {}

  /** By the status of an answer. */
  static String of(int code) {
    return switch (code) {
      case 401 -> "401 Unauthorized: the token is not accepted; check kube.service-account";
      case 403 ->
          "403 Forbidden: grant get, list and watch of pods (kubelet mode: get of nodes/pods)";
      case 410 -> "410 Gone: the list is read again";
      case 429 -> "429 Too Many Requests: the server is overloaded and is asked when it allows";
      default -> code + ": the server cannot answer";
    };
  }

  /** By an exception. */
  static String of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLHandshakeException) {
        return "the server's certificate is not accepted (%s); check kube.kubelet-ca or the cluster's ca.crt"
            .formatted(text(cause));
      }
      if (cause instanceof FileSystemException file) {
        return "cannot read %s (%s); check kube.service-account; it is tried again"
            .formatted(file.getFile(), file.getClass().getSimpleName());
      }
    }
    Throwable root = failure;
    while (!isStatus(root) && root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof KubernetesClientException refused && isStatus(root)) {
      return of(refused.getCode());
    }
    return "no answer (%s); what was known stays known, and it is tried again"
        .formatted(text(root));
  }

  private static boolean isStatus(Throwable failure) {
    return failure instanceof KubernetesClientException refused && refused.getCode() >= 300;
  }

  private static String text(Throwable root) {
    @Nullable String message = root.getMessage();
    String name = root.getClass().getSimpleName();
    if (message == null || message.isBlank()) {
      return name;
    }
    String line = message.lines().findFirst().orElse("");
    return name + ": " + line.substring(0, Math.min(LONGEST, line.length()));
  }
}

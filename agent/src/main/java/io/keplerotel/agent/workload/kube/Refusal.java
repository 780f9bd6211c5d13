// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload.kube;

import io.fabric8.kubernetes.client.KubernetesClientException;
import org.jspecify.annotations.Nullable;

/** Why a request failed, and what to do, in words that do not change while it is so. */
final class Refusal {
  private Refusal() {}

  /** By the status of an answer. */
  static String of(int code) {
    return switch (code) {
      case 401 -> "401 Unauthorized: the token is not accepted; check kube.service-account";
      case 403 ->
          "403 Forbidden: grant get, list and watch of pods (kubelet mode: get of nodes/pods)";
      case 410 -> "410 Gone: the list is read again";
      case 429 -> "429 Too Many Requests: the server is overloaded";
      default -> code + ": the server cannot answer";
    };
  }

  /** By an exception. */
  static String of(Throwable failure) {
    if (failure instanceof KubernetesClientException refused && refused.getCode() >= 300) {
      return of(refused.getCode());
    }
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return "no answer: " + text(root);
  }

  private static String text(Throwable root) {
    @Nullable String message = root.getMessage();
    String name = root.getClass().getSimpleName();
    return message == null || message.isBlank()
        ? name
        : name + ": " + message.lines().findFirst().orElse("");
  }
}

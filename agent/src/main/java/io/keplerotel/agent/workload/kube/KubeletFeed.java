// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload.kube;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks the kubelet of this node for its pods, again and again; later each time that it fails. */
final class KubeletFeed implements PodFeed {
  private static final String PODS = "/pods";
  private static final int MOST_DOUBLINGS = 5;
  private static final long MOST_DELAY_NS = 60_000_000_000L;

  /** From the connection to the last byte. */
  private static final long ANSWER_WITHIN_S = 10;

  private final KubernetesClient client;
  private final PodDirectory directory;
  private final ApiCalls calls;
  private final long intervalNs;
  private boolean asked;
  private int failures;
  private long nextNs;
  private volatile boolean current;

  KubeletFeed(Connection connection, PodDirectory directory, Duration interval) {
    this.client = connection.client();
    this.directory = directory;
    this.calls = connection.calls();
    this.intervalNs = interval.toNanos();
  }

  @Override
  public void tend(long nowNs) {
    if (asked && nowNs - nextNs < 0) {
      return;
    }
    asked = true;
    current = poll();
    failures = current ? 0 : Math.min(failures + 1, MOST_DOUBLINGS);
    nextNs = nowNs + Math.max(delayNs(), calls.waitNs(System.nanoTime()));
  }

  @Override
  public boolean isCurrent() {
    return current;
  }

  @Override
  public void close() {
    client.close();
  }

  private boolean poll() {
    try (InputStream body = get()) {
      ObservedPods pods = client.getKubernetesSerialization().unmarshal(body, ObservedPods.class);
      List<ObservedPod> items = pods.items() == null ? List.of() : pods.items();
      directory.replaceAll(items.stream().map(directory::read).toList());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException | ExecutionException | TimeoutException e) {
      if (calls.refusal().isEmpty() || !(e instanceof RefusedException)) {
        calls.failed(e);
      }
    }
    return false;
  }

  private InputStream get()
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    CompletableFuture<HttpResponse<InputStream>> answer =
        client
            .getHttpClient()
            .sendAsync(
                client
                    .getHttpClient()
                    .newHttpRequestBuilder()
                    .uri(client.getMasterUrl().toString().replaceFirst("/$", "") + PODS)
                    .timeout(ANSWER_WITHIN_S, TimeUnit.SECONDS)
                    .build(),
                InputStream.class);
    HttpResponse<InputStream> response = answer.get(ANSWER_WITHIN_S, TimeUnit.SECONDS);
    if (!response.isSuccessful()) {
      response.body().close();
      throw new RefusedException();
    }
    return response.body();
  }

  /** Within a tenth of the interval by lot, so that many agents do not ask at once. */
  private long delayNs() {
    long delayNs = Math.min(intervalNs << failures, Math.max(intervalNs, MOST_DELAY_NS));
    return delayNs - ThreadLocalRandom.current().nextLong(delayNs / 10 + 1);
  }

  /** The status says why. */
  private static final class RefusedException extends IOException {}
}

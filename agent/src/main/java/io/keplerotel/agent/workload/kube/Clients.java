// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload.kube;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.impl.KubernetesClientImpl;
import io.fabric8.kubernetes.client.okhttp.OkHttpClientFactory;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import okhttp3.OkHttpClient;

/** Makes clients that load as little as they can. */
final class Clients {
  /**
   * A quiet watch and a dead one look the same: one whose ping is not answered before the next is
   * ended as a broken one, so after 20 s at most. Pings are no calls.
   */
  private static final Duration PING = Duration.ofSeconds(10);

  private Clients() {}

  /** The client's own search would load the classes of all kinds that there are. */
  static KubernetesSerialization serialization() {
    ObjectMapper mapper = new ObjectMapper();
    mapper.addMixIn(ObjectMeta.class, WithoutFields.class);
    KubernetesSerialization serialization = new KubernetesSerialization(mapper, false);
    serialization.registerKubernetesResource(ObservedPod.class);
    serialization.registerKubernetesResource(Status.class);
    return serialization;
  }

  static KubernetesClient of(Config config, ApiCalls calls) {
    HttpClient.Factory factory = new Factory(config, calls);
    return new PodClient(factory.newBuilder(config).build(), config);
  }

  /** fabric8's own, with pings, no endless waiting for an answer, and all requests counted. */
  private static final class Factory extends OkHttpClientFactory {
    private final Duration timeout;
    private final ApiCalls calls;

    Factory(Config config, ApiCalls calls) {
      this.timeout = Duration.ofMillis(config.getRequestTimeout());
      this.calls = calls;
    }

    @Override
    protected void additionalConfig(OkHttpClient.Builder builder) {
      builder.pingInterval(PING).readTimeout(timeout).addInterceptor(calls);
    }
  }

  /** fabric8's own, without the classes of kinds that the agent does not read. */
  private static final class PodClient extends KubernetesClientImpl {
    PodClient(HttpClient http, Config config) {
      super(http, config, null, serialization());
    }

    @Override
    protected void registerDefaultAdapters() {}

    @Override
    protected void registerDefaultHandlers() {}
  }

  /** Who owns which field is most of a pod's metadata. */
  @JsonIgnoreProperties({"managedFields", "finalizers"})
  private abstract static class WithoutFields {}
}

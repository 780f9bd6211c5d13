// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload.kube;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.lang.reflect.Proxy;
import java.net.http.HttpClient;

/** Makes clients that load as little as they can. */
final class Clients {
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

  static KubernetesClient of(Config config, ApiCalls calls, Heartbeat heartbeat) {
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withKubernetesSerialization(serialization())
        .withHttpClientFactory(new Factory(calls, heartbeat))
        .build();
  }

  /** fabric8's own, but for what its builder builds. */
  private static final class Factory extends JdkHttpClientFactory {
    private final ApiCalls calls;
    private final Heartbeat heartbeat;

    Factory(ApiCalls calls, Heartbeat heartbeat) {
      this.calls = calls;
      this.heartbeat = heartbeat;
    }

    @Override
    protected HttpClient.Builder createNewHttpClientBuilder() {
      HttpClient.Builder builder = super.createNewHttpClientBuilder();
      return (HttpClient.Builder)
          Proxy.newProxyInstance(
              Clients.class.getClassLoader(),
              new Class<?>[] {HttpClient.Builder.class},
              (proxy, method, arguments) -> {
                Object result = method.invoke(builder, arguments);
                return result instanceof HttpClient client
                    ? new GuardedClient(client, calls, heartbeat)
                    : proxy;
              });
    }
  }

  /** Who owns which field is most of a pod's metadata. */
  @JsonIgnoreProperties({"managedFields", "finalizers"})
  private abstract static class WithoutFields {}
}

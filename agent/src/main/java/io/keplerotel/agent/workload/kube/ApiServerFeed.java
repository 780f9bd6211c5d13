// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload.kube;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One informer on the pods of this node: one list from the API server's cache, then one watch. It
 * is begun anew when the server has said nothing for so long that the connection must be dead.
 */
final class ApiServerFeed implements PodFeed {
  private static final String NODE_NAME = "spec.nodeName";

  /** The server sends a bookmark each minute. */
  private static final long SILENCE_NS = 180_000_000_000L;

  private final KubernetesClient client;
  private final String nodeName;
  private final PodDirectory directory;
  private final ApiCalls calls;
  private final NodeQuestion node;
  private SharedIndexInformer<ObservedPod> informer;
  private @Nullable String version;
  private long heardNs;

  /**
   * Starts, and returns at once.
   *
   * @param nodeUid is told the node's uid when it is known
   */
  ApiServerFeed(
      KubernetesClient client,
      String nodeName,
      PodDirectory directory,
      ApiCalls calls,
      Consumer<String> nodeUid) {
    this.client = client;
    this.nodeName = nodeName;
    this.directory = directory;
    this.calls = calls;
    this.node = new NodeQuestion(client, nodeName, nodeUid);
    this.informer = begin();
  }

  @Override
  public void tend(long nowNs) {
    String current = informer.lastSyncResourceVersion();
    if (!Objects.equals(current, version) || !informer.isWatching()) {
      version = current;
      heardNs = nowNs;
    } else if (nowNs - heardNs > SILENCE_NS) {
      informer.stop();
      informer = begin();
      heardNs = nowNs;
    }
    if (isCurrent()) {
      node.ask(nowNs);
    }
  }

  @Override
  public boolean isCurrent() {
    return informer.isWatching();
  }

  @Override
  public void close() {
    informer.stop();
    client.close();
  }

  private SharedIndexInformer<ObservedPod> begin() {
    SharedIndexInformer<ObservedPod> begun =
        client
            .resources(ObservedPod.class)
            .inAnyNamespace()
            .withField(NODE_NAME, nodeName)
            .runnableInformer(0)
            .removeNamespaceIndex()
            .itemStore(new PodStore())
            .exceptionHandler(
                (started, failure) -> {
                  calls.failed(failure);
                  return true;
                })
            .addEventHandler(new Changes());
    var unused = begun.start();
    return begun;
  }

  /** On a thread of the client's, one after the other. */
  private final class Changes implements ResourceEventHandler<ObservedPod> {
    @Override
    public void onAdd(ObservedPod pod) {
      directory.put(PodReader.read(pod));
    }

    @Override
    public void onUpdate(ObservedPod before, ObservedPod pod) {
      directory.put(PodReader.read(pod));
    }

    /** The last state of a pod that lived shortly may be the first with its containers' ids. */
    @Override
    public void onDelete(ObservedPod pod, boolean finalStateUnknown) {
      if (!finalStateUnknown) {
        directory.put(PodReader.read(pod));
      }
      directory.remove(pod.getMetadata().getUid());
    }
  }
}

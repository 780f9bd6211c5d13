// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload.kube;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.function.Consumer;

/**
 * One informer on the pods of this node: one list from the API server's cache, then one watch. It
 * is begun again when the server has said nothing for so long that the connection must be dead,
 * when nothing more is asked though there is no watch, and when the server refuses the watch as too
 * old, after which fabric8 would ask for the same again.
 */
final class ApiServerFeed implements PodFeed {
  private static final String NODE_NAME = "spec.nodeName";

  /**
   * The server sends a bookmark each minute, and without a watch a minute's {@code Retry-After} is
   * the longest wait; a dead connection is found sooner, by pings.
   */
  private static final long SILENCE_NS = 180_000_000_000L;

  private final KubernetesClient client;
  private final String nodeName;
  private final PodDirectory directory;
  private final ApiCalls calls;
  private final NodeQuestion node;
  private SharedIndexInformer<ObservedPod> informer;
  private String lastSign = "";
  private long signNs;
  private boolean watched;

  /**
   * Starts, and returns at once.
   *
   * @param answer is told what the node is when it is known
   */
  ApiServerFeed(
      Connection connection, String nodeName, PodDirectory directory, Consumer<NodeAnswer> answer) {
    this.client = connection.client();
    this.nodeName = nodeName;
    this.directory = directory;
    this.calls = connection.calls();
    this.node = new NodeQuestion(client, nodeName, answer);
    this.informer = begin();
  }

  @Override
  public void tend(long nowNs) {
    String sign = signOfLife();
    if (!sign.equals(lastSign)) {
      lastSign = sign;
      signNs = nowNs;
    } else if (nowNs - signNs > SILENCE_NS) {
      beginAnew(nowNs);
    }
    // Before its first watch, the informer lists again by itself.
    boolean expired = calls.takeExpired();
    watched |= informer.isWatching();
    if (watched && expired) {
      beginAnew(nowNs);
    }
    if (isCurrent() && calls.waitNs(nowNs) <= 0) {
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

  private void beginAnew(long nowNs) {
    informer.stop();
    informer = begin();
    signNs = nowNs;
    watched = false;
  }

  /** Changes with whatever a watch brings, and without a watch with each further request. */
  private String signOfLife() {
    return informer.isWatching()
        ? "watched " + informer.lastSyncResourceVersion()
        : "asked " + calls.count();
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
      directory.put(directory.read(pod));
    }

    @Override
    public void onUpdate(ObservedPod before, ObservedPod pod) {
      directory.put(directory.read(pod));
    }

    /** The last state of a pod that lived shortly may be the first with its containers' ids. */
    @Override
    public void onDelete(ObservedPod pod, boolean finalStateUnknown) {
      if (!finalStateUnknown) {
        directory.put(directory.read(pod));
      }
      directory.remove(pod.getMetadata().getUid());
    }
  }
}

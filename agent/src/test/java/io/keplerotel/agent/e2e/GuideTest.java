// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The deployment guide against a real API server, and what the chart's account may do there. */
@Tag("e2e")
class GuideTest {
  private static final String VALUES = " --namespace kepler-system --values k8s/kepler-values.yaml";
  private static final String INSTALL = "helm install kepler k8s/helm/kepler" + VALUES;
  private static final String UPGRADE = "helm upgrade kepler k8s/helm/kepler" + VALUES;
  private static final String UNINSTALL = "helm uninstall kepler -n kepler-system";

  @SuppressWarnings("NullAway.Init")
  private static ControlPlane plane;

  @BeforeAll
  static void start() {
    E2eTools.path("helm");
    E2eTools.path("kubectl");
    plane = ControlPlane.start();
    run("kubectl create namespace kepler-system");
  }

  @AfterAll
  static void stop() {
    plane.close();
  }

  @Test
  void installsVerifiesUpgradesAndUninstalls() {
    assertThat(run(INSTALL + " --dry-run=server")).contains("STATUS: pending-install");
    run(INSTALL);
    assertThat(run("kubectl get svc -n kepler-system"))
        .containsPattern("kepler +ClusterIP +10\\.96\\.\\S+ +<none> +9103/TCP");
    assertThat(
            run("kubectl get daemonset -n kepler-system -l app.kubernetes.io/name=kepler -o name"))
        .isEqualTo("daemonset.apps/kepler\n");
    assertThat(
            run(
                "kubectl get daemonset kepler -n kepler-system -o"
                    + " jsonpath={.spec.template.metadata.labels['app\\.kubernetes\\.io/name']}"))
        .isEqualTo("kepler");
    assertThat(run(UPGRADE + " --set config.interval=2s")).contains("REVISION: 2");
    assertThat(run("kubectl get configmap kepler -n kepler-system -o yaml"))
        .contains("interval: 2s");
    run(UNINSTALL);
    assertThat(
            run(
                "kubectl get all,configmap,serviceaccount -n kepler-system -o name -l "
                    + "app.kubernetes.io/name=kepler"))
        .isEmpty();
    assertThat(run("kubectl get clusterrole,clusterrolebinding -o name")).doesNotContain("/kepler");
  }

  @Test
  void kustomizeBaseIsAccepted() {
    assertThat(run("kubectl apply --dry-run=server -k k8s/kustomize/base"))
        .contains("daemonset.apps/kepler created", "clusterrole", "service/kepler created");
  }

  @Test
  void accountReadsPodsAndItsNodeAndNothingElse() {
    run(INSTALL.replace("helm install kepler", "helm install rights"));
    ApiClient account =
        plane.client(plane.token("kepler-system", "rights-kepler", Duration.ofMinutes(10)));
    assertThat(status(account, "/api/v1/pods?fieldSelector=spec.nodeName%3Dnode-1")).isEqualTo(200);
    assertThat(status(account, "/api/v1/pods?watch=1&timeoutSeconds=1")).isEqualTo(200);
    assertThat(status(account, "/api/v1/nodes/node-1")).isEqualTo(404);
    for (String refused :
        new String[] {
          "/api/v1/nodes",
          "/api/v1/nodes/node-1/proxy/pods",
          "/api/v1/secrets",
          "/api/v1/configmaps",
          "/api/v1/namespaces",
          "/api/v1/namespaces/kepler-system/secrets",
          "/api/v1/namespaces/kepler-system/pods/x/log",
          "/apis/apps/v1/replicasets",
          "/apis/batch/v1/jobs",
        }) {
      assertThat(status(account, refused)).as(refused).isEqualTo(403);
    }
    assertThat(account.delete("/api/v1/namespaces/kepler-system/pods/x").status()).isEqualTo(403);
    assertThat(account.post("/api/v1/namespaces/kepler-system/pods", "{}").status()).isEqualTo(403);
    run(UNINSTALL.replace("uninstall kepler", "uninstall rights"));
  }

  @Test
  void accountOfKubeletModeReadsNoPodsOfTheApiServer() {
    run(INSTALL.replace("helm install kepler", "helm install mode") + " --set kube.mode=kubelet");
    String account = " --as system:serviceaccount:kepler-system:mode-kepler";
    assertThat(can("get nodes --subresource=pods" + account)).isEqualTo("yes");
    assertThat(can("get nodes --subresource=proxy" + account)).isEqualTo("no");
    assertThat(can("list pods" + account)).isEqualTo("no");
    run(UNINSTALL.replace("uninstall kepler", "uninstall mode"));
  }

  private static String can(String what) {
    return Chart.run(plane.kubeconfig(), "kubectl auth can-i --all-namespaces -q " + what).status()
            == 0
        ? "yes"
        : "no";
  }

  private static int status(ApiClient account, String path) {
    return account.get(path).status();
  }

  private static String run(String line) {
    long startNs = System.nanoTime();
    String output = Chart.run(plane.kubeconfig(), line).ok();
    System.out.printf("%5d ms: %s%n", (System.nanoTime() - startNs) / 1_000_000, line);
    return output;
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload.kube;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.keplerotel.agent.config.KubeSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Where the servers are, and how to log in: by a kubeconfig or by the pod's service account. */
final class Access {
  private static final int CONNECT_TIMEOUT_MS = 5_000;

  /** With the longest backoff behind it, a server's return is noticed within 10 s. */
  private static final int REQUEST_TIMEOUT_MS = 5_000;

  /** The client waits up to 32 times as long between two tries, so 3.2 to 4 s. */
  private static final int LEAST_BACKOFF_MS = 100;

  private static final int MOST_BACKOFF_MS = 125;
  private static final int KUBELET_PORT = 10_250;

  private final KubeSettings settings;
  private final String nodeName;
  private final Map<String, String> environment;

  Access(KubeSettings settings, String nodeName, Map<String, String> environment) {
    this.settings = settings;
    this.nodeName = nodeName;
    this.environment = environment;
  }

  /** For the API server; throws, in words for an operator, where nothing says where it is. */
  Config apiServer() {
    return common(base()).build();
  }

  /** For the kubelet of this node. */
  Config kubelet() {
    KubeSettings.Kubelet kubelet = settings.kubelet();
    ConfigBuilder builder =
        common(settings.config().isPresent() ? base() : serviceAccount(""))
            .withMasterUrl(
                kubelet.endpoint().orElse("https://" + bracketed(nodeName) + ":" + KUBELET_PORT));
    if (kubelet.insecure()) {
      builder.withTrustCerts(true).withDisableHostnameVerification(true);
    } else {
      kubelet.ca().ifPresent(ca -> builder.withCaCertData(null).withCaCertFile(ca.toString()));
    }
    return builder.build();
  }

  /** Changes when a file that a client has read at its making has changed. */
  List<FileTime> stamp() {
    List<FileTime> times = new ArrayList<>();
    for (Path file : files()) {
      try {
        times.add(Files.getLastModifiedTime(file));
      } catch (IOException ignored) {
        // Not there now; when it is there again, the stamp changes.
        times.add(FileTime.fromMillis(0));
      }
    }
    return times;
  }

  private List<Path> files() {
    List<Path> files = new ArrayList<>();
    settings.config().ifPresentOrElse(files::add, () -> files.add(certificates()));
    settings.kubelet().ca().ifPresent(files::add);
    return files;
  }

  private ConfigBuilder base() {
    Optional<Path> file = settings.config();
    if (file.isPresent()) {
      if (!Files.isReadable(file.get())) {
        throw new IllegalStateException("cannot read " + file.get() + "; check kube.config");
      }
      return new ConfigBuilder(Config.fromKubeconfig(file.get().toFile()));
    }
    String host = environment.get("KUBERNETES_SERVICE_HOST");
    if (host == null) {
      throw new IllegalStateException(
          "KUBERNETES_SERVICE_HOST is not set; run in a pod or set kube.config");
    }
    String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
    return serviceAccount("https://" + bracketed(host) + ":" + port);
  }

  private ConfigBuilder serviceAccount(String url) {
    Path token = settings.serviceAccount().resolve("token");
    ConfigBuilder builder = new ConfigBuilder(Config.empty());
    if (!url.isEmpty()) {
      builder.withMasterUrl(url);
    }
    // Kubernetes changes the token's file about once an hour; it is read at every request.
    return builder
        .withCaCertFile(certificates().toString())
        .withOauthTokenProvider(() -> read(token));
  }

  /** No hidden retries: whoever asks tries again himself. The base of waiting is drawn by lot. */
  private static ConfigBuilder common(ConfigBuilder builder) {
    return builder
        .withConnectionTimeout(CONNECT_TIMEOUT_MS)
        .withRequestTimeout(REQUEST_TIMEOUT_MS)
        .withRequestRetryBackoffLimit(0)
        .withWatchReconnectInterval(
            ThreadLocalRandom.current().nextInt(LEAST_BACKOFF_MS, MOST_BACKOFF_MS))
        .withUserAgent("kepler-agent");
  }

  private Path certificates() {
    return settings.serviceAccount().resolve("ca.crt");
  }

  private static String read(Path token) {
    try {
      return Files.readString(token).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String bracketed(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }
}

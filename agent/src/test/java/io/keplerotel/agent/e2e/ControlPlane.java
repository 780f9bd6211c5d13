// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.e2e;

import io.keplerotel.agent.testing.AgentProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A real etcd and a real kube-apiserver on free loopback ports: RBAC, service account tokens, TLS
 * by an authority of its own, an audit log. No controllers, no scheduler, no kubelet: objects are
 * what the test puts there. Service accounts are not asked for when a pod is created.
 */
final class ControlPlane implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String ADMIN_TOKEN = "e2e-admin";
  private static final Pattern TOKEN = Pattern.compile("\"token\":\\s*\"([^\"]+)\"");

  private final Path folder;
  private final List<String> extraFlags;
  private final int etcdPort = AgentProcess.freePort();
  private final int port = AgentProcess.freePort();
  private final ServerProcess etcd;
  private Authority authority;
  private ServerProcess server;

  private ControlPlane(Path folder, List<String> extraFlags) {
    this.folder = folder;
    this.extraFlags = extraFlags;
    this.authority = Authority.create(folder.resolve("tls"));
    this.etcd = ServerProcess.start(folder.resolve("etcd.log"), etcdCommand());
    this.server = startServer();
  }

  /**
   * Starts both and waits until the API server is ready: some seconds.
   *
   * @param flags more flags for kube-apiserver; a flag given here wins
   */
  static ControlPlane start(String... flags) {
    E2eTools.path("etcd");
    E2eTools.path("kube-apiserver");
    try {
      Path folder = Files.createTempDirectory("kepler-control-plane");
      Command.in(
          folder,
          "openssl genrsa -out accounts.key 2048 && openssl rsa -in accounts.key -pubout -out accounts.pub");
      Files.writeString(
          folder.resolve("tokens.csv"), ADMIN_TOKEN + ",e2e-admin,e2e-admin,system:masters\n");
      Files.writeString(
          folder.resolve("audit.yaml"),
          """
          apiVersion: audit.k8s.io/v1
          kind: Policy
          omitStages: [RequestReceived]
          rules: [{level: Metadata}]
          """);
      ControlPlane plane = new ControlPlane(folder, List.of(flags));
      plane.awaitReady();
      return plane;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the API server is, such as {@code https://127.0.0.1:6443}. */
  String url() {
    return "https://127.0.0.1:" + port;
  }

  /** The PEM file of the authority that clients are to trust now. */
  Path certificateAuthority() {
    return authority.certificate();
  }

  /** Who has signed the API server's certificate. */
  Authority authority() {
    return authority;
  }

  /** A token of group {@code system:masters}. */
  String adminToken() {
    return ADMIN_TOKEN;
  }

  /** The administrator's client. */
  ApiClient admin() {
    return client(ADMIN_TOKEN);
  }

  /** A client with a token. */
  ApiClient client(String token) {
    return new ApiClient(authority.trust(), url(), token);
  }

  /** The administrator's kubeconfig, for helm and kubectl. */
  Path kubeconfig() {
    return kubeconfig(ADMIN_TOKEN);
  }

  /** A kubeconfig with a token. */
  Path kubeconfig(String token) {
    try {
      return Files.writeString(
          Files.createTempFile(folder, "kubeconfig", ".yaml"),
          """
          apiVersion: v1
          kind: Config
          current-context: e2e
          clusters: [{name: e2e, cluster: {server: "%s", certificate-authority: "%s"}}]
          users: [{name: e2e, user: {token: "%s"}}]
          contexts: [{name: e2e, context: {cluster: e2e, user: e2e}}]
          """
              .formatted(url(), certificateAuthority(), token));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new token of a service account, from the TokenRequest API; 10 minutes is the shortest. */
  String token(String namespace, String serviceAccount, Duration lifetime) {
    String body =
        admin()
            .post(
                "/api/v1/namespaces/%s/serviceaccounts/%s/token"
                    .formatted(namespace, serviceAccount),
                "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenRequest\","
                    + "\"spec\":{\"expirationSeconds\":%d}}".formatted(lifetime.toSeconds()))
            .ok();
    Matcher matcher = TOKEN.matcher(body);
    if (!matcher.find()) {
      throw new IllegalStateException("no token in " + body);
    }
    return matcher.group(1);
  }

  /**
   * What a user has asked for, from the audit log, in order: the JSON of one event a line. A watch
   * is there twice, when it starts and when it ends.
   *
   * @param user such as {@code system:serviceaccount:kepler-system:kepler}
   */
  List<String> requests(String user) {
    try {
      return Files.readString(folder.resolve("audit.log"))
          .lines()
          .filter(line -> line.contains("\"username\":\"" + user + "\""))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the API server at once (SIGKILL); etcd keeps what it has. */
  void kill() {
    server.kill();
  }

  /** Starts the API server again on the same port and waits until it is ready. */
  void restart() {
    server.kill();
    server = startServer();
    awaitReady();
  }

  /** Stops the API server's clock: connections are accepted, nothing is answered. */
  void freeze() {
    server.signal("STOP");
  }

  /** Ends {@link #freeze}. */
  void thaw() {
    server.signal("CONT");
  }

  /** Restarts the API server with a certificate of a new authority. */
  void replaceAuthority() {
    authority = Authority.create(folder.resolve("tls-" + System.nanoTime()));
    restart();
  }

  /** What the API server has logged. */
  String log() {
    return server.log();
  }

  @Override
  public void close() {
    server.kill();
    etcd.kill();
    Command.in(Path.of("/"), "rm -rf '" + folder + "'");
  }

  private ServerProcess startServer() {
    return ServerProcess.start(folder.resolve("kube-apiserver.log"), serverCommand());
  }

  private List<String> etcdCommand() {
    String client = "http://127.0.0.1:" + etcdPort;
    String peer = "http://127.0.0.1:" + AgentProcess.freePort();
    return List.of(
        E2eTools.path("etcd"),
        "--data-dir=" + folder.resolve("etcd"),
        "--listen-client-urls=" + client,
        "--advertise-client-urls=" + client,
        "--listen-peer-urls=" + peer,
        "--initial-advertise-peer-urls=" + peer,
        "--initial-cluster=default=" + peer,
        "--unsafe-no-fsync",
        "--log-level=warn");
  }

  private List<String> serverCommand() {
    List<String> command =
        new ArrayList<>(
            List.of(
                E2eTools.path("kube-apiserver"),
                "--etcd-servers=http://127.0.0.1:" + etcdPort,
                "--bind-address=127.0.0.1",
                "--advertise-address=127.0.0.1",
                "--secure-port=" + port,
                "--endpoint-reconciler-type=none",
                "--tls-cert-file=" + authority.serverCertificate(),
                "--tls-private-key-file=" + authority.serverKey(),
                "--client-ca-file=" + authority.certificate(),
                "--token-auth-file=" + folder.resolve("tokens.csv"),
                "--authorization-mode=RBAC",
                "--service-cluster-ip-range=10.96.0.0/24",
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + folder.resolve("accounts.pub"),
                "--service-account-signing-key-file=" + folder.resolve("accounts.key"),
                "--disable-admission-plugins=ServiceAccount",
                "--allow-privileged=true",
                "--audit-policy-file=" + folder.resolve("audit.yaml"),
                "--audit-log-path=" + folder.resolve("audit.log"),
                "--profiling=false"));
    command.addAll(extraFlags);
    return command;
  }

  private void awaitReady() {
    ApiClient admin = admin();
    long endNs = System.nanoTime() + PATIENCE.toNanos();
    while (admin.get("/readyz").status() != 200) {
      if (System.nanoTime() > endNs || !server.isAlive()) {
        throw new IllegalStateException("kube-apiserver is not ready:\n" + log() + etcd.log());
      }
      Pause.of(Duration.ofMillis(100));
    }
  }
}

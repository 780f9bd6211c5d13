// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web.access;

import io.keplerotel.agent.config.SettingsException;
import io.keplerotel.agent.config.YamlFile;
import io.keplerotel.agent.model.PlainText;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads the format of Prometheus' exporter toolkit. Files that it names lie beside it, where their
 * paths do not begin at the root.
 */
final class WebConfigFile {
  private static final String TLS = "tls_server_config.";
  private static final String USERS = "basic_auth_users";
  private static final String HTTP2 = "http_server_config.http2";
  private static final String HEADERS = "http_server_config.headers.";
  private static final Set<String> KEYS =
      Set.of(
          TLS + "cert_file",
          TLS + "key_file",
          TLS + "client_auth_type",
          TLS + "client_ca_file",
          TLS + "client_allowed_sans",
          TLS + "min_version",
          TLS + "max_version",
          TLS + "cipher_suites",
          TLS + "prefer_server_cipher_suites",
          TLS + "curve_preferences",
          HTTP2,
          HEADERS + "Content-Security-Policy",
          HEADERS + "X-Frame-Options",
          HEADERS + "X-Content-Type-Options",
          HEADERS + "X-XSS-Protection",
          HEADERS + "Strict-Transport-Security",
          USERS);

  /** What a mistyped key may have been meant to be. */
  private static final List<String> NAMES =
      Stream.concat(
              Stream.of("tls_server_config", "http_server_config", "http_server_config.headers"),
              KEYS.stream())
          .sorted()
          .toList();

  /** A cost of 16 takes some seconds; each step above that doubles them. */
  private static final Pattern HASH =
      Pattern.compile("\\$2[aby]\\$(0[4-9]|1[0-6])\\$[./A-Za-z0-9]{53}");

  private final YamlFile yaml;
  private final Path folder;
  private final Map<String, Node> values = new HashMap<>();
  private final Map<String, String> users = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();

  private WebConfigFile(YamlFile yaml, Path folder) {
    this.yaml = yaml;
    this.folder = folder;
  }

  /** Reads it; what is not allowed is thrown, with its line. */
  static WebConfig read(Path path) throws SettingsException {
    YamlFile yaml = YamlFile.read(path);
    WebConfigFile file =
        new WebConfigFile(yaml, Optional.ofNullable(path.getParent()).orElse(Path.of("")));
    if (yaml.root().isPresent()) {
      file.add("", yaml.root().get());
    }
    return file.config();
  }

  private void add(String prefix, Node node) throws SettingsException {
    if (node.getTag().equals(Tag.NULL)) {
      return;
    }
    if (!(node instanceof MappingNode mapping)) {
      String what = prefix.isEmpty() ? "the file" : prefix;
      throw new SettingsException(yaml.where(node) + what + ": must hold keys and values");
    }
    for (NodeTuple tuple : mapping.getValue()) {
      String name = yaml.scalar(tuple.getKeyNode(), "a key");
      if (prefix.equals(USERS)) {
        addUser(name, tuple);
        continue;
      }
      String key = (prefix.isEmpty() ? "" : prefix + ".") + name;
      if (key.equals(USERS) || KEYS.stream().anyMatch(known -> known.startsWith(key + "."))) {
        add(key, tuple.getValueNode());
      } else if (!KEYS.contains(key)) {
        throw yaml.unknown(key, tuple.getKeyNode(), NAMES);
      } else if (values.put(key, tuple.getValueNode()) != null) {
        throw wrong(tuple.getKeyNode(), key, "is there twice; remove one");
      }
    }
  }

  private void addUser(String name, NodeTuple tuple) throws SettingsException {
    String key = USERS + "." + PlainText.of(name, 80);
    String hash = yaml.scalar(tuple.getValueNode(), key);
    if (name.isEmpty() || name.contains(":")) {
      throw wrong(tuple.getKeyNode(), key, "a name has no colon and is not empty");
    }
    if (!HASH.matcher(hash).matches()) {
      throw wrong(
          tuple.getValueNode(),
          key,
          "must be a bcrypt hash with a cost of 4 to 16; htpasswd -nBC 10 \"\" makes one");
    }
    if (users.put(name, hash) != null) {
      throw wrong(tuple.getKeyNode(), key, "is there twice; remove one");
    }
  }

  private WebConfig config() throws SettingsException {
    if (values.containsKey(HTTP2)) {
      flag(HTTP2, true);
      notes.add(HTTP2 + " has no effect: this server speaks HTTP/1.1");
    }
    boolean tls = values.keySet().stream().anyMatch(key -> key.startsWith(TLS));
    return new WebConfig(
        tls ? Optional.of(tls()) : Optional.empty(), Map.copyOf(users), headers(), notes);
  }

  private WebConfig.Tls tls() throws SettingsException {
    TlsTerms terms = new TlsTerms(notes);
    return new WebConfig.Tls(
        needed(TLS + "cert_file"),
        needed(TLS + "key_file"),
        clients(),
        terms.of(
            allowed(TLS + "min_version", terms::version, TlsTerms.VERSIONS).orElse(TlsTerms.LEAST),
            allowed(TLS + "max_version", terms::version, TlsTerms.VERSIONS).orElse(TlsTerms.MOST),
            all(TLS + "cipher_suites", TlsTerms::suite, TlsTerms.suites()),
            all(TLS + "curve_preferences", TlsTerms::group, TlsTerms.groups()),
            flag(TLS + "prefer_server_cipher_suites", true)));
  }

  private WebConfig.Clients clients() throws SettingsException {
    String key = TLS + "client_auth_type";
    ClientAuth auth = allowed(key, ClientAuth::of, ClientAuth.names()).orElse(ClientAuth.NONE);
    Optional<Path> authorities = file(TLS + "client_ca_file");
    if (auth == ClientAuth.NONE && authorities.isPresent()) {
      throw wrong(
          node(TLS + "client_ca_file"),
          TLS + "client_ca_file",
          "has no effect without client_auth_type; set it to RequireAndVerifyClientCert");
    }
    if (auth.verifies() && authorities.isEmpty()) {
      throw wrong(node(key), key, "nothing verifies certificates; set client_ca_file");
    }
    return new WebConfig.Clients(auth, authorities, texts(TLS + "client_allowed_sans"));
  }

  private Map<String, String> headers() throws SettingsException {
    Map<String, String> headers = new HashMap<>();
    for (String key : KEYS) {
      String text = key.startsWith(HEADERS) ? text(key).orElse("") : "";
      if (text.chars().anyMatch(c -> c < ' ' || c > '~')) {
        throw wrong(node(key), key, "has a character that a header cannot have");
      }
      if (!text.isEmpty()) {
        headers.put(key.substring(HEADERS.length()), text);
      }
    }
    return headers;
  }

  /** What turns a text into a value; empty where it is not allowed. */
  @FunctionalInterface
  private interface Meaning<T> {
    Optional<T> of(String text);
  }

  private <T> Optional<T> allowed(String key, Meaning<T> meaning, List<String> names)
      throws SettingsException {
    Optional<String> text = text(key);
    return text.isEmpty() ? Optional.empty() : Optional.of(meant(key, text.get(), meaning, names));
  }

  private <T> List<T> all(String key, Meaning<T> meaning, List<String> names)
      throws SettingsException {
    List<T> meant = new ArrayList<>();
    for (String text : texts(key)) {
      meant.add(meant(key, text, meaning, names));
    }
    return meant;
  }

  private <T> T meant(String key, String text, Meaning<T> meaning, List<String> names)
      throws SettingsException {
    Optional<T> meant = meaning.of(text);
    if (meant.isEmpty()) {
      String shown = PlainText.of(text, 80);
      throw wrong(
          node(key),
          key,
          "\"%s\" is not allowed; it must be one of %s".formatted(shown, String.join(", ", names)));
    }
    return meant.get();
  }

  private boolean flag(String key, boolean preset) throws SettingsException {
    return allowed(
            key,
            text ->
                text.matches("true|false")
                    ? Optional.of(Boolean.parseBoolean(text))
                    : Optional.empty(),
            List.of("true", "false"))
        .orElse(preset);
  }

  private Path needed(String key) throws SettingsException {
    Optional<Path> file = file(key);
    if (file.isEmpty()) {
      throw new SettingsException(
          "%s: %s: is missing; TLS needs a certificate and its key".formatted(yaml.name(), key));
    }
    return file.get();
  }

  private Optional<Path> file(String key) throws SettingsException {
    try {
      return text(key).filter(name -> !name.isEmpty()).map(folder::resolve);
    } catch (InvalidPathException e) {
      throw wrong(node(key), key, "must be a path");
    }
  }

  private Optional<String> text(String key) throws SettingsException {
    Node node = values.get(key);
    return node == null || node.getTag().equals(Tag.NULL)
        ? Optional.empty()
        : Optional.of(yaml.scalar(node, key));
  }

  private List<String> texts(String key) throws SettingsException {
    Node node = values.get(key);
    if (node == null || node.getTag().equals(Tag.NULL)) {
      return List.of();
    }
    if (!(node instanceof SequenceNode list)) {
      throw wrong(node, key, "must be a list");
    }
    List<String> texts = new ArrayList<>();
    for (Node item : list.getValue()) {
      texts.add(yaml.scalar(item, key));
    }
    return texts;
  }

  private Node node(String key) {
    return Optional.ofNullable(values.get(key)).or(yaml::root).orElseThrow();
  }

  private SettingsException wrong(Node node, String key, String what) {
    return new SettingsException(yaml.where(node) + key + ": " + what);
  }
}

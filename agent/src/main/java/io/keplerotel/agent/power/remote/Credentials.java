// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a meter wants to see before it answers. */
public sealed interface Credentials {
  /** Nobody has to say who he is. */
  record None() implements Credentials {
    @Override
    public String toString() {
      return "none";
    }
  }

  /** A user and his password. */
  record Login(String user, String password) implements Credentials {
    /** The header of basic authentication. */
    public String basic() {
      byte[] pair = (user + ":" + password).getBytes(UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    @Override
    public String toString() {
      return "user " + user;
    }
  }

  /** A token that was given by somebody. */
  record Token(String token) implements Credentials {
    @Override
    public String toString() {
      return "token";
    }
  }

  /** Of a file, bytes. */
  int MOST_BYTES = 1 << 16;

  /** A line of a file with names. */
  Pattern LINE =
      Pattern.compile("(?<key>user|username|password|token)[ \\t]*[:=][ \\t]*(?<value>.*)");

  /** A line with any other name. */
  Pattern UNKNOWN =
      Pattern.compile(
          "(?!(?:user|username|password|token)[ \\t]*[:=])(?<key>[A-Za-z_-]{1,40})[ \\t]*[:=].+");

  /** A token by itself: what a header can carry (RFC 6750), so that no line with a name is one. */
  Pattern BARE = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  /** Reads them from the file each time: a Secret may change. */
  static Credentials read(Optional<Path> file) throws RemoteException {
    if (file.isEmpty()) {
      return new None();
    }
    String text = text(file.get());
    return parse(text)
        .orElseThrow(
            () ->
                new RemoteException(
                    "%s holds no credentials%s: write lines such as user: NAME and password: WORD, or token: WORD"
                        .formatted(file.get(), unknown(text))));
  }

  /** The name of the first line whose name is none; what stands behind a name may be a secret. */
  private static String unknown(String text) {
    return text.lines()
        .map(line -> UNKNOWN.matcher(line.strip()))
        .filter(Matcher::matches)
        .map(matcher -> ", and does not mean anything by " + matcher.group("key"))
        .findFirst()
        .orElse("");
  }

  /** A user's and a password's line, with or without names, or a token's; empty for others. */
  static Optional<Credentials> parse(String text) {
    List<String> lines =
        text.lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.equals("---"))
            .toList();
    Map<String, String> named = new HashMap<>();
    for (String line : lines) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        String key = String.valueOf(matcher.group("key"));
        named.put(
            key.equals("username") ? "user" : key,
            unquoted(String.valueOf(matcher.group("value"))));
      }
    }
    if (named.containsKey("token")) {
      return Optional.of(new Token(named.getOrDefault("token", "")));
    }
    if (named.containsKey("user") && named.containsKey("password")) {
      return Optional.of(
          new Login(named.getOrDefault("user", ""), named.getOrDefault("password", "")));
    }
    if (!named.isEmpty() || lines.isEmpty() || lines.size() > 2) {
      return Optional.empty();
    }
    if (lines.size() == 2) {
      return lines.stream().allMatch(line -> UNKNOWN.matcher(line).matches())
          ? Optional.empty()
          : Optional.of(new Login(lines.get(0), lines.get(1)));
    }
    return Optional.of(lines.getFirst())
        .filter(line -> BARE.matcher(line).matches())
        .map(Token::new);
  }

  private static String unquoted(String value) {
    boolean isQuoted =
        value.length() >= 2
            && (value.charAt(0) == '"' || value.charAt(0) == '\'')
            && value.charAt(value.length() - 1) == value.charAt(0);
    return isQuoted ? value.substring(1, value.length() - 1) : value;
  }

  private static String text(Path file) throws RemoteException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new RemoteException(file + " is not a regular file; name one with credentials in it");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MOST_BYTES), UTF_8);
    } catch (NoSuchFileException e) {
      throw new RemoteException("cannot read " + file + ": there is no such file");
    } catch (AccessDeniedException e) {
      throw new RemoteException("cannot read " + file + ": Permission denied; grant read access");
    } catch (IOException e) {
      throw new RemoteException("cannot read " + file + ": " + e.getMessage());
    }
  }
}

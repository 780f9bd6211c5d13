// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.config;

import io.keplerotel.agent.model.PlainText;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How a setting's text becomes a value.
 *
 * @param allowed what is allowed, in words that follow "must be"
 * @param shape what it looks like in YAML
 * @param parse empty for what is not allowed
 * @param meant what a text that is not allowed may have been meant to be, where there is a guess
 * @param pattern a regular expression for the text, or for one of a list; what it takes may still
 *     be wrong
 * @param range of whole numbers that YAML may write without quotes; empty for all other types
 */
public record SettingType<T>(
    String allowed,
    Shape shape,
    Function<String, Optional<T>> parse,
    Function<String, Optional<String>> meant,
    String pattern,
    Optional<Range> range) {
  private static final String ANY = ".*";

  private SettingType(String allowed, Shape shape, Function<String, Optional<T>> parse) {
    this(allowed, shape, parse, text -> Optional.empty(), ANY);
  }

  private SettingType(
      String allowed,
      Shape shape,
      Function<String, Optional<T>> parse,
      Function<String, Optional<String>> meant,
      String pattern) {
    this(allowed, shape, parse, meant, pattern, Optional.empty());
  }

  /** Whole numbers, both included. */
  record Range(int least, int most) {}

  /** The three forms of YAML nodes; lists and maps are written with commas elsewhere. */
  enum Shape {
    SCALAR,
    LIST,
    MAP
  }

  private static final Pattern ADDRESS =
      Pattern.compile("(?:\\[(?<six>[0-9a-fA-F:.]+)]|(?<host>[^:\\s]*)):(?<port>[0-9]{1,5})");
  private static final Pattern ZONE = Pattern.compile("[a-z0-9/-]+");
  private static final Pattern WATTS = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,6})?");
  private static final Pattern WORD = Pattern.compile("[^\\s\\p{C}]{1,8}");
  private static final int MOST_PORT = 65_535;

  /** Of a name that is not known: enough to find the nearest. */
  private static final int SHOWN_CHARACTERS = 80;

  /** True or false. */
  public static SettingType<Boolean> flag() {
    return scalar(
            "true or false",
            text ->
                switch (text) {
                  case "true" -> Optional.of(true);
                  case "false" -> Optional.of(false);
                  default -> Optional.empty();
                })
        .like("true|false");
  }

  static SettingType<Integer> number(int least, int most) {
    return scalar(
            "a whole number from " + least + " to " + most,
            text ->
                text.matches("[0-9]{1,9}")
                    ? Optional.of(Integer.parseInt(text)).filter(n -> n >= least && n <= most)
                    : Optional.empty())
        .like(NumberPattern.between(least, most))
        .within(new Range(least, most));
  }

  /** Between two durations, both included. */
  public static SettingType<Duration> duration(Duration least, Duration most) {
    DurationRange durations = new DurationRange(least, most);
    return scalar(durations.words(), durations::parse).like(durations.pattern());
  }

  /** A number of bytes that is a power of two. */
  static SettingType<Integer> bytes(int least, int most) {
    return scalar(
            "a power of two from " + least + " to " + most + " (bytes)",
            text ->
                number(least, most)
                    .parse()
                    .apply(text)
                    .filter(bytes -> Integer.bitCount(bytes) == 1))
        .like(NumberPattern.between(least, most))
        .within(new Range(least, most));
  }

  static SettingType<Path> path() {
    return scalar(
        "an absolute path",
        text -> {
          try {
            return Optional.of(Path.of(text)).filter(Path::isAbsolute);
          } catch (InvalidPathException ignored) {
            // Not a path, which is what empty says.
            return Optional.empty();
          }
        });
  }

  /** An amount of money or of anything else; none where it is empty. */
  static SettingType<OptionalDouble> optionalAmount() {
    return scalar(
            "a number such as 0.25, or empty",
            text ->
                text.isEmpty()
                    ? Optional.of(OptionalDouble.empty())
                    : Optional.of(text)
                        .filter(amount -> WATTS.matcher(amount).matches())
                        .map(amount -> OptionalDouble.of(Double.parseDouble(amount))))
        .like("([0-9]{1,6}(\\.[0-9]{1,6})?)?");
  }

  /** A short word, such as the name of a currency. */
  static SettingType<String> word() {
    return scalar(
        "1 to 8 characters without a space",
        text -> Optional.of(text).filter(word -> WORD.matcher(word).matches()));
  }

  /** A path; nothing where it is empty. */
  public static SettingType<Optional<Path>> optionalPath() {
    return scalar(
        "an absolute path, or empty",
        text ->
            Optional.of(path().parse().apply(text))
                .filter(found -> found.isPresent() || text.isEmpty()));
  }

  /** Where something is served by HTTP, or nowhere. */
  public static SettingType<Optional<URI>> optionalHttpUrl() {
    return scalar(
        "an http or https URL, or empty",
        text -> {
          try {
            URI uri = new URI(text);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return text.isEmpty()
                ? Optional.of(Optional.empty())
                : Optional.of(Optional.of(uri)).filter(u -> http && uri.getHost() != null);
          } catch (URISyntaxException ignored) {
            // Not a URL, which is what empty says.
            return Optional.empty();
          }
        });
  }

  /** Any text; nothing where it is empty. */
  public static SettingType<Optional<String>> optionalText() {
    return scalar(
        "text without control characters",
        text ->
            text.chars().anyMatch(Character::isISOControl)
                ? Optional.empty()
                : Optional.of(Optional.of(text).filter(name -> !name.isBlank())));
  }

  /**
   * One value of a kind; nothing where it is empty.
   *
   * @param allowed what it may be, in words that follow "must be"
   * @param parse empty for what is not allowed; not called for a text that is empty
   */
  public static <T> SettingType<Optional<T>> optional(
      String allowed, Function<String, Optional<T>> parse) {
    return scalar(
        allowed + ", or empty",
        text -> {
          Optional<T> value = text.isEmpty() ? Optional.empty() : parse.apply(text);
          return text.isEmpty() || value.isPresent() ? Optional.of(value) : Optional.empty();
        });
  }

  /** One of these, by name. */
  public static <T> SettingType<T> choice(Map<String, T> choices) {
    return scalar(
            "one of " + String.join(", ", choices.keySet()),
            text -> Optional.ofNullable(choices.get(text)))
        .like(anyOf(choices.keySet()));
  }

  /**
   * Any number of values of a kind, in the order in which they are written.
   *
   * @param allowed what each of them may be, in words that follow "must be"
   * @param parse one of them; empty for what is not allowed
   */
  public static <T> SettingType<List<T>> list(String allowed, Function<String, Optional<T>> parse) {
    return new SettingType<>(
        allowed,
        Shape.LIST,
        text -> {
          List<Optional<T>> values = split(text).stream().map(parse).toList();
          return values.stream().allMatch(Optional::isPresent)
              ? Optional.of(values.stream().flatMap(Optional::stream).toList())
              : Optional.empty();
        });
  }

  /** One or more, each once. */
  static SettingType<List<ListenAddress>> listenAddresses() {
    return new SettingType<>(
        "an address and a port, such as 0.0.0.0:9103 or [::1]:9103",
        Shape.LIST,
        text -> {
          List<ListenAddress> addresses = new ArrayList<>();
          for (String part : text.split(",", -1)) {
            Optional<ListenAddress> address = listenAddress(part.strip());
            if (address.isEmpty() || addresses.contains(address.get())) {
              return Optional.empty();
            }
            addresses.add(address.get());
          }
          return Optional.of(List.copyOf(addresses));
        });
  }

  private static Optional<ListenAddress> listenAddress(String text) {
    Matcher matcher = ADDRESS.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group("port")) > MOST_PORT) {
      return Optional.empty();
    }
    String six = matcher.group("six");
    String host = six == null ? matcher.group("host") : six;
    String all = host.isEmpty() ? "0.0.0.0" : host;
    return Optional.of(new ListenAddress(all, Integer.parseInt(matcher.group("port"))));
  }

  /** One of these; they are written in lower case. */
  public static <E extends Enum<E>> SettingType<E> choice(Class<E> choices) {
    Map<String, E> byName = byName(choices);
    return scalar(
            "one of " + String.join(", ", byName.keySet()),
            text -> Optional.ofNullable(byName.get(text)))
        .like(anyOf(byName.keySet()));
  }

  static SettingType<List<String>> listOf(List<String> choices) {
    return new SettingType<>(
        "a list of " + String.join(", ", choices),
        Shape.LIST,
        text -> names(text, choices),
        text -> nearest(text, choices),
        anyOf(choices));
  }

  static SettingType<List<String>> eventNames() {
    return new SettingType<>(
        EventNames.allowed(),
        Shape.LIST,
        text -> EventNames.parse(split(text)),
        text -> nearest(EventNames.wrong(split(text)), EventNames.words()),
        EventNames.pattern());
  }

  /** Some of these, in any order; a name that is none of them is answered with the nearest. */
  static <E extends Enum<E>> SettingType<Set<E>> setOf(Class<E> choices) {
    Map<String, E> byName = byName(choices);
    List<String> known = List.copyOf(byName.keySet());
    return new SettingType<>(
        "a list of " + String.join(", ", known),
        Shape.LIST,
        text ->
            names(text, known).map(names -> Set.copyOf(names.stream().map(byName::get).toList())),
        text -> nearest(text, known),
        anyOf(known));
  }

  private static Optional<List<String>> names(String text, List<String> choices) {
    List<String> names = split(text);
    boolean allowed =
        !names.isEmpty()
            && choices.containsAll(names)
            && names.stream().distinct().count() == names.size();
    return allowed ? Optional.of(names) : Optional.empty();
  }

  private static <E extends Enum<E>> Map<String, E> byName(Class<E> choices) {
    return Arrays.stream(choices.getEnumConstants())
        .collect(Collectors.toMap(SettingType::text, c -> c, (a, b) -> a, LinkedHashMap::new));
  }

  /** Keys of labels as Kubernetes allows them; none where it is empty. */
  static SettingType<List<String>> podLabels() {
    return new SettingType<>(
        PodLabels.ALLOWED_KEYS,
        Shape.LIST,
        text -> Optional.of(split(text)).filter(PodLabels::areKeys));
  }

  /** Power by zone, µW. */
  static SettingType<Map<String, Long>> powerByZone() {
    return new SettingType<>(
        "watts by zone, such as package-0=12.5",
        Shape.MAP,
        text -> {
          Map<String, Long> powers = new LinkedHashMap<>();
          for (String entry : split(text)) {
            String[] pair = entry.split("=", -1);
            boolean allowed =
                pair.length == 2
                    && ZONE.matcher(pair[0]).matches()
                    && WATTS.matcher(pair[1]).matches();
            if (!allowed || powers.put(pair[0], microwatts(pair[1])) != null) {
              return Optional.empty();
            }
          }
          return Optional.of(Map.copyOf(powers));
        });
  }

  /** What the first name that is not known was meant to be; empty where all are. */
  private static Optional<String> nearest(String text, List<String> known) {
    return nearest(split(text), known);
  }

  private static Optional<String> nearest(List<String> names, List<String> known) {
    return names.stream()
        .filter(name -> !known.contains(name))
        .findFirst()
        .map(name -> NearestKey.of(PlainText.of(name, SHOWN_CHARACTERS), known));
  }

  private SettingType<T> like(String other) {
    return new SettingType<>(allowed, shape, parse, meant, other, range);
  }

  private SettingType<T> within(Range numbers) {
    return new SettingType<>(allowed, shape, parse, meant, pattern, Optional.of(numbers));
  }

  private static String anyOf(Collection<String> names) {
    return String.join("|", names);
  }

  private static <T> SettingType<T> scalar(String allowed, Function<String, Optional<T>> parse) {
    return new SettingType<>(allowed, Shape.SCALAR, parse);
  }

  private static String text(Enum<?> choice) {
    return choice.toString().toLowerCase(Locale.ROOT);
  }

  private static long microwatts(String watts) {
    return Math.round(Double.parseDouble(watts) * 1_000_000);
  }

  private static List<String> split(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.config;

import io.keplerotel.agent.model.PlainText;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Puts settings together: defaults, then YAML, then variables, then flags. */
public final class SettingsLoader {
  /** Names the YAML file where no flag does. */
  public static final String FILE_VARIABLE = "KEPLER_CONFIG";

  private static final String PREFIX = "KEPLER_";
  private static final int SHOWN_CHARACTERS = 80;

  // Kubernetes gives these to every pod beside a Service called kepler or kepler-something.
  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          "KEPLER_(?:.*_)?(?:SERVICE_HOST|SERVICE_PORT(?:_.*)?"
              + "|PORT(?:_[0-9]+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)?)");

  private final SettingTable table;

  /** For all settings that there are. */
  public SettingsLoader(SettingTable table) {
    this.table = table;
  }

  /**
   * Loads.
   *
   * @param file YAML; where there is none, the one that {@link #FILE_VARIABLE} names
   * @param environment all environment variables
   * @param flags by {@link Setting#flag}
   */
  public Settings load(
      Optional<Path> file, Map<String, String> environment, Map<String, String> flags)
      throws SettingsException {
    SettingValues values = SettingValues.defaults(table);
    Optional<Path> named = Optional.ofNullable(environment.get(FILE_VARIABLE)).map(Path::of);
    Optional<Path> found = file.or(() -> named);
    if (found.isPresent()) {
      for (SettingsFile.Entry entry : SettingsFile.read(found.get(), table)) {
        values.put(entry.setting(), entry.where(), entry.setting().key(), entry.text());
      }
    }
    Map<String, String> variables = new TreeMap<>(environment);
    variables.keySet().removeIf(name -> !isOurs(name));
    putAll(values, variables, Setting::variable, "unknown variable");
    putAll(values, new TreeMap<>(flags), Setting::flag, "unknown flag");
    return Settings.of(values);
  }

  private void putAll(
      SettingValues values,
      Map<String, String> texts,
      Function<Setting<?>, String> name,
      String unknown)
      throws SettingsException {
    Map<String, Setting<?>> known =
        table.all().stream().collect(Collectors.toMap(name, setting -> setting));
    for (Map.Entry<String, String> text : texts.entrySet()) {
      Setting<?> setting = known.get(text.getKey());
      if (setting == null) {
        String shown = PlainText.of(text.getKey(), SHOWN_CHARACTERS);
        List<String> names = known.keySet().stream().sorted(Comparator.naturalOrder()).toList();
        throw new SettingsException(
            "%s: %s; did you mean %s?".formatted(shown, unknown, NearestKey.of(shown, names)));
      }
      values.put(setting, "", text.getKey(), text.getValue());
    }
  }

  private static boolean isOurs(String variable) {
    return variable.startsWith(PREFIX)
        && !variable.equals(FILE_VARIABLE)
        && !SERVICE_LINK.matcher(variable).matches();
  }
}

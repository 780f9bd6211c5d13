// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts settings together: defaults, then YAML, then variables, then flags. */
public final class SettingsLoader {
  /** Names the YAML file where no flag does. */
  public static final String FILE_VARIABLE = "KEPLER_CONFIG";

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
    Assignments assignments = checked(file, environment, flags);
    SettingValues values = SettingValues.defaults(table);
    for (Assigned each : assignments.all()) {
      values.put(each.setting(), each.where(), each.name(), each.text());
    }
    return Settings.of(values);
  }

  /** What each setting is and where that was said; parameters as for {@link #load}. */
  public List<EffectiveSetting> effective(
      Optional<Path> file, Map<String, String> environment, Map<String, String> flags)
      throws SettingsException {
    Assignments assignments = checked(file, environment, flags);
    Map<String, EffectiveSetting> effective = new LinkedHashMap<>();
    table.all().forEach(each -> effective.put(each.key(), EffectiveSetting.byDefault(each)));
    assignments
        .all()
        .forEach(
            each ->
                effective.put(
                    each.setting().key(),
                    new EffectiveSetting(each.setting(), each.text(), each.place())));
    return List.copyOf(effective.values());
  }

  /** All that is wrong, a line each; parameters as for {@link #load}. */
  public List<String> problems(
      Optional<Path> file, Map<String, String> environment, Map<String, String> flags) {
    return assignments(file, environment, flags).problems();
  }

  private Assignments checked(
      Optional<Path> file, Map<String, String> environment, Map<String, String> flags)
      throws SettingsException {
    Assignments assignments = assignments(file, environment, flags);
    if (!assignments.problems().isEmpty()) {
      throw new SettingsException(assignments.problems().getFirst());
    }
    return assignments;
  }

  private Assignments assignments(
      Optional<Path> file, Map<String, String> environment, Map<String, String> flags) {
    Assignments assignments = new Assignments(table);
    Optional<Path> named = Optional.ofNullable(environment.get(FILE_VARIABLE)).map(Path::of);
    file.or(() -> named).ifPresent(assignments::addFile);
    assignments.addVariables(environment);
    assignments.addFlags(flags);
    return assignments;
  }
}

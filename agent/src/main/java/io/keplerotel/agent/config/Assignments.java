// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.config;

import io.keplerotel.agent.model.PlainText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** All that places say of settings, the weakest place first, and all that is wrong with it. */
final class Assignments {
  private static final String PREFIX = "KEPLER_";
  private static final int SHOWN_CHARACTERS = 80;

  // Kubernetes gives these to every pod beside a Service called kepler or kepler-something.
  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          "KEPLER_(?:.*_)?(?:SERVICE_HOST|SERVICE_PORT(?:_.*)?"
              + "|PORT(?:_[0-9]+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)?)");

  private final SettingTable table;
  private final List<Assigned> all = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  /** None yet. */
  Assignments(SettingTable table) {
    this.table = table;
  }

  List<Assigned> all() {
    return List.copyOf(all);
  }

  /** A line for each. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  void addFile(Path path) {
    try {
      SettingsFile file = SettingsFile.read(path, table);
      problems.addAll(file.problems());
      file.understood().forEach(this::add);
    } catch (SettingsException e) {
      problems.add(e.getMessage());
    }
  }

  void addVariables(Map<String, String> environment) {
    Map<String, String> ours = new TreeMap<>(environment);
    ours.keySet().removeIf(name -> !isOurs(name));
    addAll(ours, Setting::variable, "variable");
  }

  void addFlags(Map<String, String> flags) {
    addAll(new TreeMap<>(flags), Setting::flag, "flag");
  }

  private void add(SettingsFile.Entry entry) {
    String place = "file " + entry.where().replaceFirst(": $", "");
    add(new Assigned(entry.setting(), entry.where(), entry.setting().key(), entry.text(), place));
  }

  private void addAll(Map<String, String> texts, Function<Setting<?>, String> name, String kind) {
    Map<String, Setting<?>> known =
        table.all().stream().collect(Collectors.toMap(name, setting -> setting));
    texts.forEach(
        (key, text) -> {
          Optional<Setting<?>> setting = Optional.ofNullable(known.get(key));
          if (setting.isPresent()) {
            add(new Assigned(setting.get(), "", key, text, kind + " " + key));
          } else {
            String shown = PlainText.of(key, SHOWN_CHARACTERS);
            List<String> names = known.keySet().stream().sorted(Comparator.naturalOrder()).toList();
            problems.add(
                "%s: unknown %s; did you mean %s?"
                    .formatted(shown, kind, NearestKey.of(shown, names)));
          }
        });
  }

  /** What cannot be parsed is a problem, and still says where the setting was set. */
  private void add(Assigned assigned) {
    all.add(assigned);
    try {
      Object unused = assigned.setting().parse(assigned.where(), assigned.name(), assigned.text());
    } catch (SettingsException e) {
      problems.add(e.getMessage());
    }
  }

  private static boolean isOurs(String variable) {
    return variable.startsWith(PREFIX)
        && !variable.equals(SettingsLoader.FILE_VARIABLE)
        && !SERVICE_LINK.matcher(variable).matches();
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.doctor;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A report as text: a screen for people, JSON for programs. */
public final class ReportText {
  private static final int WIDTH = 100;
  private static final int INDENT = 2 + 8 + 1 + 16 + 1;

  private ReportText() {}

  /** For people: a line for each finding, and below it the one thing to do. */
  public static String sheet(Report report) {
    StringBuilder text = new StringBuilder();
    text.append("Kepler for OpenTelemetry %s: %s\n".formatted(report.version(), summary(report)));
    for (Report.Part part : report.parts()) {
      text.append('\n').append(part.title()).append('\n');
      part.findings().forEach(finding -> text.append(lines(finding)));
    }
    return text.toString();
  }

  /** For programs: the same in one object in one line. */
  public static String json(Report report) {
    String parts =
        report.parts().stream()
            .map(
                part ->
                    "{\"title\":%s,\"findings\":[%s]}"
                        .formatted(
                            quoted(part.title()),
                            part.findings().stream()
                                .map(ReportText::object)
                                .collect(Collectors.joining(","))))
            .collect(Collectors.joining(","));
    return "{\"version\":%s,\"problems\":%d,\"notes\":%d,\"exit_status\":%d,\"parts\":[%s]}\n"
        .formatted(
            quoted(report.version()),
            report.count(Verdict.PROBLEM),
            report.count(Verdict.NOTE),
            report.exitStatus(),
            parts);
  }

  private static String summary(Report report) {
    return "%s, %s"
        .formatted(
            counted(report.count(Verdict.PROBLEM), "problem"),
            counted(report.count(Verdict.NOTE), "note"));
  }

  private static String counted(long count, String what) {
    return (count == 0 ? "no" : count) + " " + what + (count == 1 ? "" : "s");
  }

  private static String lines(Finding finding) {
    StringBuilder text = new StringBuilder();
    List<String> said = wrapped(finding.text(), WIDTH - INDENT);
    text.append(
        "  %-8s %-16s %s\n".formatted(finding.verdict().word(), finding.topic(), said.getFirst()));
    said.stream()
        .skip(1)
        .forEach(line -> text.append(" ".repeat(INDENT)).append(line).append('\n'));
    if (!finding.advice().isEmpty()) {
      wrapped("-> " + finding.advice(), WIDTH - INDENT)
          .forEach(line -> text.append(" ".repeat(INDENT)).append(line).append('\n'));
    }
    return text.toString();
  }

  /** At blanks; a word that is too long stays whole, to be copied. */
  private static List<String> wrapped(String text, int width) {
    return Arrays.asList(
        Arrays.stream(text.split(" ", -1))
            .collect(
                StringBuilder::new,
                (StringBuilder lines, String word) -> append(lines, word, width),
                StringBuilder::append)
            .toString()
            .split("\n", -1));
  }

  private static void append(StringBuilder lines, String word, int width) {
    int column = lines.length() - 1 - lines.lastIndexOf("\n");
    if (!lines.isEmpty()) {
      lines.append(column + 1 + word.length() > width ? '\n' : ' ');
    }
    lines.append(word);
  }

  private static String object(Finding finding) {
    return "{\"topic\":%s,\"verdict\":%s,\"text\":%s,\"advice\":%s}"
        .formatted(
            quoted(finding.topic()),
            quoted(finding.verdict().word()),
            quoted(finding.text()),
            quoted(finding.advice()));
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}

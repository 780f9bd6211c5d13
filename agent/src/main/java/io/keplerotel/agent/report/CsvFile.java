// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.report;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file with comma-separated values, as people and spreadsheets write them. */
record CsvFile(Path path) {
  /**
   * A line that has something in it.
   *
   * @param number from 1
   */
  record Line(int number, String text) {
    /**
     * Its cells, without spaces around them and without quotes.
     *
     * @throws IllegalArgumentException if a quote has no end
     */
    List<String> cells() {
      List<String> cells = new ArrayList<>();
      StringBuilder cell = new StringBuilder();
      boolean isQuoted = false;
      for (int i = 0; i < text.length(); i++) {
        char letter = text.charAt(i);
        if (letter == '"') {
          isQuoted = !isQuoted;
        }
        if (letter == ',' && !isQuoted) {
          cells.add(unquoted(cell.toString()));
          cell.setLength(0);
        } else {
          cell.append(letter);
        }
      }
      if (isQuoted) {
        throw new IllegalArgumentException("a quote has no end");
      }
      cells.add(unquoted(cell.toString()));
      return cells;
    }

    private static String unquoted(String cell) {
      String text = cell.strip();
      boolean isQuoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
      return isQuoted ? text.substring(1, text.length() - 1).replace("\"\"", "\"").strip() : text;
    }
  }

  /**
   * Its lines without comments.
   *
   * @throws ReportException if it cannot be read
   */
  List<Line> lines() throws ReportException {
    List<String> all = read();
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      // Spreadsheets write a mark of the byte order before the first line.
      String text = (i == 0 ? all.get(i).replaceFirst("^\uFEFF", "") : all.get(i)).strip();
      if (!text.isEmpty() && !text.startsWith("#")) {
        lines.add(new Line(i + 1, text));
      }
    }
    return lines;
  }

  private List<String> read() throws ReportException {
    try {
      return Files.readAllLines(path);
    } catch (CharacterCodingException e) {
      throw ReportException.ofInput("cannot read " + path + ": it is no text in UTF-8");
    } catch (NoSuchFileException e) {
      throw ReportException.ofInput("cannot read " + path + ": there is no such file");
    } catch (AccessDeniedException e) {
      throw ReportException.ofInput(
          "cannot read " + path + ": Permission denied; grant read access");
    } catch (IOException e) {
      throw ReportException.ofInput("cannot read " + path + ": " + e.getMessage());
    }
  }
}

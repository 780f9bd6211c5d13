// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * By what a changed file is known: when it was written, how long it is, and which file it is, since
 * Kubernetes changes all files of a Secret by one link.
 *
 * @param byFile what is not there has a stamp of its own
 */
record FileStamps(Map<Path, String> byFile) {
  static final FileStamps NONE = new FileStamps(Map.of());

  /** Takes a copy of the map. */
  FileStamps {
    byFile = Map.copyOf(byFile);
  }

  static FileStamps of(Collection<Path> files) {
    Map<Path, String> stamps = new LinkedHashMap<>();
    files.forEach(file -> stamps.put(file, stamp(file)));
    return new FileStamps(stamps);
  }

  FileStamps with(FileStamps more) {
    Map<Path, String> all = new LinkedHashMap<>(byFile);
    all.putAll(more.byFile);
    return new FileStamps(all);
  }

  /** Whether no file has changed since. */
  boolean areOfNow() {
    return equals(of(byFile.keySet()));
  }

  private static String stamp(Path file) {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return found.lastModifiedTime() + " " + found.size() + " " + found.fileKey();
    } catch (IOException e) {
      return "not there";
    }
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.modelfile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads a file that should hold a model, of moderate size. */
final class ModelText {
  /** Models have a few thousand bytes. */
  static final int MOST_BYTES = 1 << 20;

  private ModelText() {}

  /** Its bytes; what is no file, or too large, is thrown. */
  static byte[] read(Path path) throws ModelFileException {
    String name = path.toString();
    if (Files.isDirectory(path)) {
      throw new ModelFileException(name, "", "is a directory; name the file in it");
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new ModelFileException(name, "", "is not a regular file");
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new ModelFileException(name, "", "is larger than 1 MiB, so it is no model");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new ModelFileException(name, "", "there is no such file");
    } catch (AccessDeniedException e) {
      throw new ModelFileException(name, "", "Permission denied; grant read access");
    } catch (IOException e) {
      String reason = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
      throw new ModelFileException(name, "", "cannot be read: " + reason);
    }
  }
}

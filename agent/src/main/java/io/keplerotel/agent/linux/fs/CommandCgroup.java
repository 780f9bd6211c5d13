// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.fs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.keplerotel.agent.model.CgroupBirth;
import io.keplerotel.agent.model.CgroupBirth.Hierarchy;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A cgroup of the v2 hierarchy that is made for one command, below that of this process: what
 * limits this process limits the command too. Whoever is still in it when it is removed goes on in
 * the one above. For one thread.
 */
public final class CommandCgroup {
  private static final String PROCESSES = "cgroup.procs";
  private static final String USE = "cpu.stat";

  private final Path directory;
  private final CgroupBirth birth;

  private CommandCgroup(Path directory, CgroupBirth birth) {
    this.directory = directory;
    this.birth = birth;
  }

  /**
   * Makes one.
   *
   * @param own files of this process
   * @param name of the folder
   * @throws IOException if this process may not, or the machine has no v2 hierarchy; the message
   *     says why
   */
  public static CommandCgroup make(CgroupTree tree, OwnFiles own, String name) throws IOException {
    CgroupHierarchy unified =
        tree.hierarchy(Hierarchy.UNIFIED)
            .orElseThrow(() -> new IOException("this machine has no cgroup v2 hierarchy"));
    String text = new SmallFile().text(own.cgroup());
    String above =
        CgroupPaths.parse(text, Optional.empty())
            .unified()
            .orElseThrow(() -> new IOException("this process is in no cgroup of the v2 hierarchy"));
    String path = (above.equals("/") ? "" : above) + "/" + name;
    Path directory =
        unified
            .directory(path)
            .orElseThrow(() -> new IOException("the cgroup " + above + " is not to be seen here"));
    try {
      Files.createDirectory(directory);
    } catch (IOException e) {
      throw new IOException("cannot make the cgroup %s: %s".formatted(directory, words(e)), e);
    }
    long id = unified.id(path).orElse(0);
    return new CommandCgroup(directory, new CgroupBirth(Hierarchy.UNIFIED, id, path));
  }

  /** Its id and path. */
  public CgroupBirth birth() {
    return birth;
  }

  /** A process that writes its pid here moves in. */
  public Path processesFile() {
    return directory.resolve(PROCESSES);
  }

  /** What the kernel counts of it, those below included. */
  public Path useFile() {
    return directory.resolve(USE);
  }

  /** Who is in it or below, without those that have ended. */
  public List<Integer> processes() {
    List<Integer> pids = new ArrayList<>();
    List<Path> folders = new ArrayList<>();
    collect(directory, folders);
    folders.forEach(folder -> pids.addAll(processes(folder)));
    return pids;
  }

  /**
   * Moves who is left into the cgroup above, and removes it with all below.
   *
   * @return whether it is gone
   */
  public boolean remove() {
    List<Path> folders = new ArrayList<>();
    collect(directory, folders);
    Path above = directory.resolveSibling(PROCESSES);
    for (Path folder : folders.reversed()) {
      for (int pid : processes(folder)) {
        try {
          Files.write(above, Integer.toString(pid).getBytes(UTF_8));
        } catch (IOException ignored) {
          // It has ended meanwhile.
        }
      }
      removeEmpty(folder);
    }
    return !Files.exists(directory);
  }

  /**
   * Removes those beside it that nobody is in, and that were left by who was killed.
   *
   * @param abandoned whether a name is that of such a one
   */
  public void removeAbandoned(Predicate<String> abandoned) {
    try (DirectoryStream<Path> beside =
        Files.newDirectoryStream(
            directory.getParent(), each -> abandoned.test(KernelText.name(each)))) {
      beside.forEach(CommandCgroup::removeEmpty);
    } catch (IOException | DirectoryIteratorException ignored) {
      // What cannot be listed cannot be cleared up: it does no harm.
    }
  }

  private static void removeEmpty(Path folder) {
    try {
      Files.deleteIfExists(folder);
    } catch (IOException ignored) {
      // Somebody is in it still; the caller sees that it is still there.
    }
  }

  private static void collect(Path folder, List<Path> found) {
    found.add(folder);
    try (DirectoryStream<Path> below = Files.newDirectoryStream(folder, Files::isDirectory)) {
      below.forEach(each -> collect(each, found));
    } catch (IOException | DirectoryIteratorException ignored) {
      // It vanished meanwhile, which is what it is looked for to do.
    }
  }

  private static List<Integer> processes(Path folder) {
    try {
      return Files.readAllLines(folder.resolve(PROCESSES)).stream()
          .filter(line -> line.matches("[1-9][0-9]{0,8}"))
          .map(Integer::valueOf)
          .toList();
    } catch (IOException ignored) {
      // It vanished, or holds threads only, which a command cannot have made without processes.
      return List.of();
    }
  }

  private static String words(IOException e) {
    String message = String.valueOf(UnreadableException.of(Path.of("/"), e).getMessage());
    return message.replaceFirst("^cannot read /: ", "").replaceFirst(";.*$", "");
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.guests;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.keplerotel.agent.model.Provenance;
import io.keplerotel.agent.model.Snapshot.WorkloadEnergy;
import io.keplerotel.agent.model.Zone;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The folder of one guest, in the shape of the kernel's powercap class. Its counters only grow: who
 * writes it after a restart of the agent goes on from what is there. For one thread.
 *
 * <p>A guest may be able to write in its folder. So nothing in it is followed that is a link, each
 * file is made under another name and then moved into its place, and that also means that no reader
 * ever sees half of a number.
 */
final class GuestTree {
  /** No counter ever comes around. */
  private static final long RANGE_UJ = 1L << 62;

  private static final int MOST_DIGITS = 19;
  private static final String ENERGY = "energy_uj";
  private static final String NAME = "name";
  private static final String RANGE = "max_energy_range_uj";
  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private final Path folder;
  private final Map<GuestZone, Counter> counters = new EnumMap<>(GuestZone.class);
  private Instant since = Instant.MIN;

  /** Of a folder that exists. Nothing is read or written yet. */
  GuestTree(Path folder) {
    this.folder = folder;
  }

  /** Writes what has changed; where this throws, the next one makes up for it. */
  void write(List<Zone> zones, WorkloadEnergy energy) throws IOException {
    if (!energy.since().equals(since)) {
      since = energy.since();
      counters.values().forEach(counter -> counter.lastUj = 0);
    }
    try (DirectoryStream<Path> open = Files.newDirectoryStream(folder)) {
      for (GuestZone zone : GuestZone.all()) {
        OptionalLong totalUj = totalUj(zone, zones, energy);
        if (totalUj.isPresent()) {
          write(secure(open), zone, totalUj.getAsLong());
        }
      }
    }
  }

  /** Removes all zones; the folder, and whatever else is in it, stays. */
  static void clear(Path folder) throws IOException {
    try (DirectoryStream<Path> listed = Files.newDirectoryStream(folder)) {
      SecureDirectoryStream<Path> open = secure(listed);
      for (GuestZone zone : GuestZone.all()) {
        Path name = Path.of(zone.folder);
        try (SecureDirectoryStream<Path> inside =
            open.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
          for (String file : List.of(ENERGY, NAME, RANGE)) {
            delete(inside, Path.of(file));
            delete(inside, Path.of("." + file));
          }
        } catch (NoSuchFileException ignored) {
          continue; // Not every guest has every zone.
        }
        open.deleteDirectory(name);
      }
    }
  }

  /** What is measured of it; what is estimated is not handed on as if it were. */
  private static OptionalLong totalUj(GuestZone zone, List<Zone> zones, WorkloadEnergy energy) {
    boolean any = false;
    long sumUj = 0;
    for (int i = 0; i < energy.energies().zones(); i++) {
      Zone each = zones.get(i);
      if (each.component() == zone.component && each.provenance() == Provenance.MEASURED) {
        any = true;
        sumUj += energy.energies().idleUj(i) + energy.energies().dynamicUj(i);
      }
    }
    return any ? OptionalLong.of(sumUj) : OptionalLong.empty();
  }

  private void write(SecureDirectoryStream<Path> open, GuestZone zone, long totalUj)
      throws IOException {
    Counter counter = counters.computeIfAbsent(zone, key -> new Counter());
    long moreUj = Math.max(0, totalUj - counter.lastUj);
    if (counter.isWhole && moreUj == 0) {
      return;
    }
    try (SecureDirectoryStream<Path> inside = zone(open, zone, counter)) {
      if (!counter.isBegun) {
        counter.valueUj = shownBefore(inside);
        counter.isBegun = true;
      }
      if (!counter.isWhole) {
        put(inside, NAME, zone.zoneName);
        put(inside, RANGE, Long.toString(RANGE_UJ));
      }
      put(inside, ENERGY, Long.toString(counter.valueUj + moreUj));
      counter.valueUj += moreUj;
      counter.lastUj = totalUj;
      counter.isWhole = true;
    } catch (IOException e) {
      counter.isWhole = false;
      throw e;
    }
  }

  private SecureDirectoryStream<Path> zone(
      SecureDirectoryStream<Path> open, GuestZone zone, Counter counter) throws IOException {
    Path name = Path.of(zone.folder);
    try {
      return open.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException ignored) {
      // It is new, or somebody has removed it.
      counter.isWhole = false;
      Files.createDirectory(
          folder.resolve(name),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
      return open.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
    }
  }

  /** What an agent has written before this one; 0 where there is nothing of the kind. */
  private static long shownBefore(SecureDirectoryStream<Path> inside) throws IOException {
    Path name = Path.of(ENERGY);
    try {
      BasicFileAttributeView view =
          inside.getFileAttributeView(
              name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
      if (!view.readAttributes().isRegularFile()) {
        return 0; // A pipe would wait for whoever writes to it.
      }
      ByteBuffer text = ByteBuffer.allocate(MOST_DIGITS + 2);
      try (SeekableByteChannel channel =
          inside.newByteChannel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
        while (text.hasRemaining() && channel.read(text) >= 0) {
          // A number comes in one piece as a rule.
        }
      }
      String digits = US_ASCII.decode(text.flip()).toString().strip();
      // Half of the range is left for what is to come.
      return digits.matches("\\d{1,18}") ? Long.parseLong(digits) : 0;
    } catch (NoSuchFileException ignored) {
      return 0;
    }
  }

  private static void put(SecureDirectoryStream<Path> inside, String name, String text)
      throws IOException {
    Path made = Path.of("." + name);
    try {
      write(inside, made, text);
    } catch (FileAlreadyExistsException ignored) {
      // An agent was killed in between.
      inside.deleteFile(made);
      write(inside, made, text);
    }
    inside.move(made, inside, Path.of(name));
  }

  private static void write(SecureDirectoryStream<Path> inside, Path name, String text)
      throws IOException {
    ByteBuffer line = US_ASCII.encode(text + "\n");
    try (SeekableByteChannel channel =
        inside.newByteChannel(
            name,
            NEW,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")))) {
      while (line.hasRemaining()) {
        channel.write(line);
      }
    }
  }

  private static void delete(SecureDirectoryStream<Path> inside, Path name) throws IOException {
    try {
      inside.deleteFile(name);
    } catch (NoSuchFileException ignored) {
      // It was never written.
    }
  }

  private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> open) throws IOException {
    if (open instanceof SecureDirectoryStream<Path> secure) {
      return secure;
    }
    throw new IOException("this file system has no way to write without following links");
  }

  /** One counter. */
  private static final class Counter {
    /** What was in its file before this agent is known. */
    private boolean isBegun;

    /** All of its files are there. */
    private boolean isWhole;

    /** What its file shows, µJ. */
    private long valueUj;

    /** What of the account's energy is in that, µJ. */
    private long lastUj;
  }
}

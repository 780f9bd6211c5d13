// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.keplerotel.agent.linux.fs.KernelText;
import io.keplerotel.agent.model.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a cgroup path tells about who sits in it. */
public final class CgroupPath {
  // pod<uid>, kubepods-burstable-pod<uid>.slice; static pods have 32 digits without dashes.
  private static final Pattern POD =
      Pattern.compile(
          "(?:.*-)?pod(?<uid>[0-9a-f]{32}|[0-9a-f]{8}(?:[-_][0-9a-f]{4}){3}[-_][0-9a-f]{12})"
              + "(?:\\.slice)?(?::.*)?",
          Pattern.DOTALL);
  private static final Pattern UNIT =
      Pattern.compile(".+\\.(?:service|scope|mount|swap|socket)", Pattern.DOTALL);
  private static final Pattern ESCAPE = Pattern.compile("\\\\x(?<code>[0-9a-f]{2})");
  private static final String USER_MANAGER = "user@";

  private CgroupPath() {}

  /**
   * The container that a path lies in: the innermost one, so that clusters inside of containers are
   * seen as what they are. What a container makes below its own directory belongs to it.
   */
  public static Optional<Workload.Container> container(String path) {
    List<String> segments = segments(path);
    for (int i = segments.size() - 1; i >= 0; i--) {
      Optional<ContainerSegment> found = ContainerSegment.parse(segments, i);
      if (found.isPresent()) {
        Optional<String> podUid = podUid(segments.subList(0, i + 1));
        return Optional.of(new Workload.Container(found.get().id(), found.get().runtime(), podUid));
      }
    }
    return Optional.empty();
  }

  /**
   * The systemd unit that a path lies in: the innermost one. Units of a user's own manager are
   * named with it, such as {@code user@1000.service/dbus.service}, as each user may have one.
   */
  public static Optional<Workload.Unit> unit(String path) {
    String manager = "";
    String unit = "";
    for (String segment : segments(path)) {
      boolean isUnit = UNIT.matcher(segment).matches();
      if (isUnit && segment.startsWith(USER_MANAGER)) {
        manager = segment;
      } else if (isUnit && !(segment.equals("init.scope") && !(manager + unit).isEmpty())) {
        unit = segment;
      }
    }
    String separator = manager.isEmpty() || unit.isEmpty() ? "" : "/";
    String name = manager + separator + unit;
    return name.isEmpty() ? Optional.empty() : Optional.of(new Workload.Unit(unescape(name)));
  }

  /** The cgroup of a virtual machine that a path lies in. */
  static Optional<MachineScope> machine(String path) {
    return MachineScope.find(segments(path));
  }

  private static Optional<String> podUid(List<String> segments) {
    for (int i = segments.size() - 1; i >= 0; i--) {
      Matcher matcher = POD.matcher(segments.get(i));
      if (matcher.matches()) {
        return Optional.of(matcher.group("uid").replace('_', '-'));
      }
    }
    return Optional.empty();
  }

  /**
   * What is between slashes: plain code, as this is asked for each cgroup of a node at its start.
   */
  private static List<String> segments(String path) {
    List<String> segments = new ArrayList<>();
    int from = 0;
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', from)) {
      add(path.substring(from, slash), segments);
      from = slash + 1;
    }
    add(path.substring(from), segments);
    return segments;
  }

  private static void add(String segment, List<String> segments) {
    if (!segment.isEmpty()) {
      segments.add(segment);
    }
  }

  /** Decodes what systemd escapes, such as a dash inside of a name. */
  static String unescape(String name) {
    if (name.indexOf('\\') < 0) {
      return name;
    }
    // As one character for each byte: an escape may stand for a part of a character.
    String bytes = new String(KernelText.encode(name), ISO_8859_1);
    byte[] plain =
        ESCAPE
            .matcher(bytes)
            .replaceAll(match -> Matcher.quoteReplacement(character(match.group(1))))
            .getBytes(ISO_8859_1);
    return KernelText.decode(plain, plain.length);
  }

  private static String character(String hex) {
    return Character.toString(Integer.parseInt(hex, 16));
  }
}

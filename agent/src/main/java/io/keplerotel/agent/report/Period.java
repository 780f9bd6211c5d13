// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.report;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whole hours that a report is about.
 *
 * @param name what people call it, such as {@code October 2026}
 * @param from its beginning
 * @param to its end, which may not have come yet
 * @param until the end of its last whole hour that is over
 * @param zone in which its times are shown
 */
public record Period(String name, Instant from, Instant to, Instant until, ZoneId zone) {
  private static final Duration LONGEST = Duration.ofDays(3_660);
  private static final Pattern AGO = Pattern.compile("(?<count>[1-9][0-9]{0,4})(?<unit>[hdw])");
  private static final DateTimeFormatter SHOWN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  /**
   * A month.
   *
   * @param text such as {@code 2026-10}
   * @throws IllegalArgumentException if it is none, or has not begun; the message says so
   */
  public static Period ofMonth(String text, ZoneId zone, Instant now) {
    YearMonth month;
    try {
      month = YearMonth.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("must be a month such as 2026-10", e);
    }
    String name =
        month.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH) + " " + month.getYear();
    Instant from = month.atDay(1).atStartOfDay(zone).toInstant();
    Instant to = month.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant();
    return of(name, from, to, new Clock(zone, now));
  }

  /**
   * Between two times.
   *
   * @param from a day or a time such as {@code 2026-10-01} or {@code 2026-10-01T06:00}
   * @param to the same; not included
   * @throws IllegalArgumentException if that is no time in the past; the message says so
   */
  public static Period between(String from, String to, ZoneId zone, Instant now) {
    Instant begin = time(from, zone);
    Instant end = time(to, zone);
    Clock clock = new Clock(zone, now);
    return of(clock.shown(begin) + " to " + clock.shown(end), begin, end, clock);
  }

  /**
   * The last hours, days or weeks, up to the last full hour.
   *
   * @param text such as {@code 7d}
   * @throws IllegalArgumentException if it is none; the message says so
   */
  public static Period last(String text, ZoneId zone, Instant now) {
    Matcher matcher = AGO.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "must be a number of hours, days or weeks, such as 12h, 7d or 4w");
    }
    int hours =
        switch (String.valueOf(matcher.group("unit"))) {
          case "h" -> 1;
          case "d" -> 24;
          default -> 7 * 24;
        };
    Instant to = now.atZone(zone).truncatedTo(ChronoUnit.HOURS).toInstant();
    Duration length = Duration.ofHours((long) hours * Integer.parseInt(matcher.group("count")));
    return of("the last " + text, to.minus(length), to, new Clock(zone, now));
  }

  /** A day or a time; without an offset it is in the zone. */
  static Instant time(String text, ZoneId zone) {
    String iso = text.strip().replaceFirst("^(\\d{4}-\\d{2}-\\d{2}) +", "$1T");
    try {
      if (!iso.contains("T")) {
        return LocalDate.parse(iso).atStartOfDay(zone).toInstant();
      }
      boolean hasOffset = iso.matches(".*(Z|[+-]\\d{2}(:?\\d{2})?)");
      return hasOffset
          ? OffsetDateTime.parse(iso).toInstant()
          : local(LocalDateTime.parse(iso), zone);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "must be a day or a time such as 2026-10-01 or 2026-10-01T06:00", e);
    }
  }

  /** A time that clocks show twice or never is none. */
  private static Instant local(LocalDateTime time, ZoneId zone) {
    List<ZoneOffset> offsets = zone.getRules().getValidOffsets(time);
    if (offsets.size() != 1) {
      ZoneOffset offset = zone.getRules().getTransition(time).getOffsetAfter();
      throw new IllegalArgumentException(
          "%s %s in %s, where clocks change; write the offset, such as %s%s"
              .formatted(
                  time,
                  offsets.isEmpty() ? "does not exist" : "is there twice",
                  zone,
                  time,
                  offset));
    }
    return time.toInstant(offsets.getFirst());
  }

  private static Period of(String name, Instant from, Instant to, Clock clock) {
    Duration length = Duration.between(from, to);
    if (length.isNegative() || length.isZero() || length.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("the end must be after the beginning, at most ten years");
    }
    if (length.toSeconds() % 3600 != 0) {
      throw new IllegalArgumentException("must be whole hours");
    }
    long over = Duration.between(from, clock.now).toHours();
    if (over < 1) {
      throw new IllegalArgumentException(
          "%s has no hour yet that is over: it begins %s, and now it is %s"
              .formatted(name, clock.shown(from), clock.shown(clock.now)));
    }
    Instant until = from.plus(Duration.ofHours(Math.min(over, length.toHours())));
    return new Period(name, from, to, until, clock.zone);
  }

  /** Its name with its times and their zone. */
  String title() {
    String times = shown(from) + " to " + shown(until);
    return name.equals(times)
        ? "%s (%s)".formatted(times, zone)
        : "%s (%s, %s)".formatted(name, times, zone);
  }

  /** How many hours are over. */
  public int hours() {
    return (int) Duration.between(from, until).toHours();
  }

  /** Whether its end is still to come. */
  public boolean isRunning() {
    return until.isBefore(to);
  }

  /** When this hour ends; 0 is the first. */
  Instant endOf(int hour) {
    return from.plus(Duration.ofHours(hour + 1L));
  }

  /** Which hour ends then. */
  int endingAt(Instant time) {
    return (int) (Duration.between(from, time).toHours() - 1);
  }

  /** A time in the zone, to the minute. */
  String shown(Instant time) {
    return SHOWN.format(time.atZone(zone));
  }

  /** A time with the offset that the zone has then. */
  String iso(Instant time) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atZone(zone));
  }

  private record Clock(ZoneId zone, Instant now) {
    String shown(Instant time) {
      return SHOWN.format(time.atZone(zone));
    }
  }
}

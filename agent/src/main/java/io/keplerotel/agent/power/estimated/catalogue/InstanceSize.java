// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.estimated.catalogue;

import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many vCPUs an instance has, by what its size is called. */
final class InstanceSize {
  private static final Pattern AWS =
      Pattern.compile("[a-z0-9-]+\\.(?<times>[0-9]*)(?<size>nano|micro|small|medium|large|xlarge)");
  private static final Pattern AZURE = Pattern.compile("standard_[a-z]+(?<vcpus>[0-9]+).*");
  private static final Pattern GOOGLE =
      Pattern.compile("[a-z0-9]+-[a-z]+-(?<vcpus>[0-9]+)(-lssd|-metal)?");
  private static final Pattern GOOGLE_SHARED = Pattern.compile("e2-(micro|small|medium)");
  private static final int LARGE = 2;
  private static final int EXTRA_LARGE = 4;

  private InstanceSize() {}

  /** Empty where the type does not say. */
  static OptionalInt vcpus(String type) {
    String lower = type.strip().toLowerCase(Locale.ROOT);
    Matcher aws = AWS.matcher(lower);
    if (aws.matches()) {
      String times = String.valueOf(aws.group("times"));
      // Burstable ones have two, however small they are.
      boolean burstable = lower.startsWith("t");
      return OptionalInt.of(
          switch (String.valueOf(aws.group("size"))) {
            case "nano", "micro", "small", "medium" -> burstable ? LARGE : 1;
            case "large" -> LARGE;
            default -> EXTRA_LARGE * (times.isEmpty() ? 1 : number(times));
          });
    }
    if (GOOGLE_SHARED.matcher(lower).matches()) {
      return OptionalInt.of(LARGE);
    }
    for (Pattern pattern : new Pattern[] {AZURE, GOOGLE}) {
      Matcher matcher = pattern.matcher(lower);
      if (matcher.matches()) {
        int vcpus = number(String.valueOf(matcher.group("vcpus")));
        return vcpus > 0 ? OptionalInt.of(vcpus) : OptionalInt.empty();
      }
    }
    return OptionalInt.empty();
  }

  private static int number(String digits) {
    return digits.length() > 5 ? 0 : Integer.parseInt(digits);
  }
}

// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.redfish;

import com.fasterxml.jackson.databind.JsonNode;
import io.keplerotel.agent.model.PlainText;
import io.keplerotel.agent.power.remote.JsonText;
import io.keplerotel.agent.power.remote.MeterUnit;
import io.keplerotel.agent.power.remote.RemoteCalls.Answer;
import io.keplerotel.agent.power.remote.RemoteException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds the place where a BMC tells the power of the chassis: in what is new, else in what is old,
 * else among all its sensors.
 */
final class PlaceSearch {
  private static final String CHASSIS = "/redfish/v1/Chassis";
  private static final String SENSORS = "Sensors";
  private static final int MOST_SENSORS = 200;
  private static final int MOST_SHOWN = 20;
  private static final int SHOWN_CHARACTERS = 60;
  private static final Pattern TOTAL = Pattern.compile("(?i).*total.?power.*");

  /** By link of the chassis: where in it the value may be, the best first. */
  private static final List<Map.Entry<String, List<Place>>> LINKS =
      List.of(
          Map.entry(
              "EnvironmentMetrics",
              List.of(
                  new Place("", "/PowerWatts/Reading", MeterUnit.WATT),
                  new Place("", "/EnergyJoules/Reading", MeterUnit.JOULE),
                  new Place("", "/EnergykWh/Reading", MeterUnit.KILOWATT_HOUR))),
          Map.entry(
              "Power",
              List.of(
                  new Place("", "/PowerControl/0/PowerConsumedWatts", MeterUnit.WATT),
                  new Place(
                      "", "/PowerControl/0/PowerMetrics/AverageConsumedWatts", MeterUnit.WATT))));

  private final Bmc bmc;
  private final Optional<String> wanted;

  /**
   * Nothing is asked yet.
   *
   * @param wanted id of the chassis; empty for the only one
   */
  PlaceSearch(Bmc bmc, Optional<String> wanted) {
    this.bmc = bmc;
    this.wanted = wanted;
  }

  Place find() throws RemoteException {
    String chassis = chassis();
    JsonText links = bmc.json(chassis);
    for (Map.Entry<String, List<Place>> link : LINKS) {
      String path = path(links, chassis, link.getKey());
      Optional<JsonText> there = maybe(path);
      for (Place place : link.getValue()) {
        if (there.flatMap(json -> json.value(place.pointer())).isPresent()) {
          return new Place(path, place.pointer(), place.unit());
        }
      }
    }
    return sensor(path(links, chassis, SENSORS))
        .orElseThrow(
            () ->
                new RemoteException(
                    "%s shows no power: neither EnvironmentMetrics nor Power nor a sensor of the whole chassis has one; name another one in power.redfish.chassis"
                        .formatted(links.name())));
  }

  private String chassis() throws RemoteException {
    JsonText collection = bmc.json(CHASSIS);
    List<String> paths = members(collection);
    for (String path : paths) {
      if (wanted.isPresent() ? id(path).equals(wanted.get()) : paths.size() == 1) {
        return path;
      }
    }
    List<String> ids = paths.stream().limit(MOST_SHOWN).map(PlaceSearch::id).toList();
    throw new RemoteException(
        wanted.isPresent()
            ? "%s has no chassis %s; power.redfish.chassis may be one of %s"
                .formatted(collection.name(), wanted.get(), String.join(", ", ids))
            : "%s has %d chassis; name the one that is this machine in power.redfish.chassis: %s"
                .formatted(collection.name(), paths.size(), String.join(", ", ids)));
  }

  private Optional<Place> sensor(String path) throws RemoteException {
    Optional<JsonText> collection = maybe(path);
    List<String> paths = collection.isPresent() ? members(collection.get()) : List.of();
    for (String each : paths.stream().limit(MOST_SENSORS).toList()) {
      Optional<JsonText> sensor = maybe(each);
      if (sensor.isPresent() && isOfAll(sensor.get())) {
        return Optional.of(new Place(each, "/Reading", MeterUnit.WATT));
      }
    }
    return Optional.empty();
  }

  private static boolean isOfAll(JsonText sensor) {
    boolean isPower = sensor.value("/ReadingType").filter("Power"::equals).isPresent();
    boolean isChassis = sensor.value("/PhysicalContext").filter("Chassis"::equals).isPresent();
    boolean isTotal =
        sensor.value("/Name").filter(name -> TOTAL.matcher(name).matches()).isPresent();
    return isPower && (isChassis || isTotal) && sensor.value("/Reading").isPresent();
  }

  /** What is not there is no fault: another place may have it. */
  private Optional<JsonText> maybe(String path) throws RemoteException {
    Answer answer = bmc.get(path);
    return answer.isMissing()
        ? Optional.empty()
        : Optional.of(JsonText.parse(answer.name(), answer.text()));
  }

  private static String path(JsonText links, String chassis, String link) {
    return links.value("/" + link + "/@odata.id").orElse(chassis + "/" + link);
  }

  private static List<String> members(JsonText collection) {
    List<String> paths = new ArrayList<>();
    for (JsonNode member : collection.root().path("Members")) {
      paths.add(member.path("@odata.id").asText());
    }
    return paths;
  }

  private static String id(String path) {
    String whole = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return PlainText.of(whole.substring(whole.lastIndexOf('/') + 1), SHOWN_CHARACTERS);
  }
}

// SPDX-License-Identifier: Apache-2.0
// Series over time.
import { dateTime } from "@grafana/data";
import { TimeSeries } from "@grafana/ui";

/** Draws a panel's frames as lines or stacks, with its legend. */
export function Graph({ panel, frames, width, height, dashboard }) {
  const [from, to] = [dateTime(dashboard.from), dateTime(dashboard.to)];
  return <TimeSeries frames={frames} width={width} height={height} timeZone="utc" timeRange={{ from, to, raw: { from, to } }} legend={panel.options.legend} options={panel.options} />;
}

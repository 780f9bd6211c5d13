// SPDX-License-Identifier: Apache-2.0
// A table of one frame.
import { TableNG } from "@grafana/ui/unstable";

/** Draws a panel's frame as a table, sorted as the panel wants it. */
export function DataTable({ panel, frames, width, height }) {
  return <TableNG data={frames[panel.options.frameIndex ?? 0]} width={width} height={height} sortBy={panel.options.sortBy} noHeader={!panel.options.showHeader} cellHeight="sm" getActions={() => []} />;
}

// SPDX-License-Identifier: Apache-2.0
// A dashboard: its title, its variables, and its panels in Grafana's grid of 24 columns.
import { useEffect, useState } from "react";
import { Panel } from "./Panel.jsx";
import { framesOf } from "./frames.js";

const COLUMNS = 24;
const ROW = 30;
const GAP = 8;
const PADDING = 16;

/** Where a place in the grid is on the page, in pixels; as in Grafana rows are 30 high and 8 apart. */
function box({ x, y, w, h }, width) {
  const column = (width - 2 * PADDING + GAP) / COLUMNS;
  return { left: PADDING + x * column, top: y * (ROW + GAP), width: w * column - GAP, height: h * (ROW + GAP) - GAP };
}

function Variables({ list }) {
  const shown = list.filter((variable) => variable.type !== "datasource" && variable.hide !== 2);
  return (
    <div style={{ display: "flex", flexWrap: "wrap", gap: 8 }}>
      {shown.map((variable) => (
        <span key={variable.name} style={{ border: "1px solid #3a3d45", borderRadius: 2, padding: "4px 8px" }}>
          <span style={{ color: "#8e8e9a", marginRight: 8 }}>{variable.label}</span>
          {variable.current.text}
        </span>
      ))}
    </div>
  );
}

function Row({ panel, place }) {
  const count = panel.panels.length;
  return (
    <h6 style={{ position: "absolute", ...place, margin: 0, fontSize: 16, fontWeight: 500 }}>
      {panel.collapsed ? "› " : "⌄ "}
      {panel.title}
      {panel.collapsed && <span style={{ color: "#8e8e9a", fontSize: 12, marginLeft: 8 }}>({count === 1 ? "1 panel" : `${count} panels`})</span>}
    </h6>
  );
}

/** Waits for the font, since legends and tables measure their texts when they are first drawn. */
const fontsAreThere = () => Promise.all(["400 14px Inter", "500 14px Inter"].map((font) => document.fonts.load(font)));

/** Draws all panels and, when all have their frames, puts `#drawn` into the page. */
export function Dashboard({ dashboard, theme }) {
  const [frames, setFrames] = useState();
  const width = window.innerWidth;
  useEffect(() => {
    fontsAreThere().then(() => Promise.all(dashboard.panels.map((panel) => framesOf(panel, dashboard, theme)))).then(setFrames);
  }, []);
  useEffect(() => {
    if (frames) {
      setTimeout(() => document.body.insertAdjacentHTML("beforeend", '<i id="drawn"></i>'), 1500);
    }
  }, [frames]);
  const rows = Math.max(...dashboard.panels.map(({ gridPos }) => gridPos.y + gridPos.h));
  return (
    <div style={{ background: theme.colors.background.canvas, color: theme.colors.text.primary }}>
      <div style={{ padding: PADDING }}>
        <h3>{dashboard.title}</h3>
        <Variables list={dashboard.templating.list} />
      </div>
      <div style={{ position: "relative", height: rows * (ROW + GAP) + PADDING }}>
        {frames &&
          dashboard.panels.map((panel, i) => {
            const place = box(panel.gridPos, width);
            return panel.type === "row" ? <Row key={i} panel={panel} place={place} /> : <Panel key={i} {...{ panel, place, dashboard, theme }} frames={frames[i]} />;
          })}
      </div>
    </div>
  );
}

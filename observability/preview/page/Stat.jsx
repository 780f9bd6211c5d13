// SPDX-License-Identifier: Apache-2.0
// Single values, side by side where there are several.
import { getFieldDisplayValues } from "@grafana/data";
import { BigValue } from "@grafana/ui";
import { withDefaults } from "./settings.js";

/** Draws the values that a panel's calculation gives, with the line below where it wants one. */
export function Stat({ panel, frames, width, height, theme }) {
  const { options } = panel;
  const values = getFieldDisplayValues({
    data: frames, reduceOptions: options.reduceOptions, fieldConfig: withDefaults(panel), replaceVariables: (text) => text,
    theme, timeZone: "utc", sparkline: options.graphMode !== "none",
  });
  return (
    <div style={{ display: "flex" }}>
      {values.map(({ display, sparkline }, i) => (
        <BigValue key={i} width={width / values.length} height={height} theme={theme} count={values.length}
          value={values.length === 1 ? { ...display, title: "" } : display} sparkline={sparkline}
          colorMode={options.colorMode} graphMode={options.graphMode} textMode={options.textMode} justifyMode={options.justifyMode} wideLayout={options.wideLayout} />
      ))}
    </div>
  );
}

// SPDX-License-Identifier: Apache-2.0
// One panel: its frame, and in it what its kind draws.
import { PanelChrome } from "@grafana/ui";
import { Component } from "react";
import { Stat } from "./Stat.jsx";
import { DataTable } from "./DataTable.jsx";
import { Graph } from "./Graph.jsx";

const kinds = { stat: Stat, table: DataTable, timeseries: Graph };

/** Lets the other panels be drawn where one ends on an error, and hands the error on to the page, which ends the run. */
class Guard extends Component {
  state = {};

  static getDerivedStateFromError(error) {
    return { error };
  }

  componentDidCatch(error) {
    setTimeout(() => {
      throw error;
    });
  }

  render() {
    return this.state.error ? <pre>{String(this.state.error)}</pre> : this.props.children;
  }
}

function Content(props) {
  if (props.frames.every((frame) => frame.length === 0)) {
    return <div style={{ display: "grid", placeItems: "center", height: "100%" }}>{props.panel.fieldConfig.defaults.noValue ?? "No data"}</div>;
  }
  const Kind = kinds[props.panel.type];
  return <Kind {...props} />;
}

/** Draws a panel at its place. */
export function Panel({ panel, place, ...rest }) {
  return (
    <div style={{ position: "absolute", ...place }}>
      <PanelChrome title={panel.title} description={panel.description} width={place.width} height={place.height}>
        {(width, height) => (
          <Guard>
            <Content {...{ panel, width, height, ...rest }} />
          </Guard>
        )}
      </PanelChrome>
    </div>
  );
}

/** One query of a panel. */
export interface Query {
  expr: string;
  /** Name of its lines; labels in double braces. */
  legend: string;
}

/** Units by the names Grafana has for them. */
export type Unit =
  | 'short'
  | 's'
  | 'bytes'
  | 'reqps'
  | 'ops'
  | 'percentunit'
  | 'cores';

/** A panel without its place. */
export interface Panel {
  type: 'timeseries' | 'stat';
  title: string;
  description: string;
  unit: Unit;
  queries: readonly Query[];
  /** Of 24 columns. */
  width: number;
  /** From which value on it is not well; below it, where `bad` says so. */
  threshold?: { value: number; bad: 'above' | 'below' };
  max?: number;
}

/** Panels under one heading. */
export interface Section {
  title: string;
  panels: readonly Panel[];
}

const HEIGHTS = { timeseries: 8, stat: 4 };
const COLUMNS = 24;
const DATASOURCE = { type: 'prometheus', uid: '${datasource}' };

function thresholdSteps({ threshold }: Panel) {
  if (!threshold) return [{ color: 'green', value: null }];
  const [below, above] =
    threshold.bad === 'above' ? ['green', 'red'] : ['red', 'green'];
  return [
    { color: below, value: null },
    { color: above, value: threshold.value },
  ];
}

function optionsOf({ type }: Panel) {
  return type === 'stat'
    ? {
        colorMode: 'value',
        graphMode: 'area',
        reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
        textMode: 'auto',
      }
    : {
        legend: {
          calcs: ['mean', 'max'],
          displayMode: 'table',
          placement: 'bottom',
          showLegend: true,
        },
        tooltip: { mode: 'multi', sort: 'desc' },
      };
}

function unitOf({ unit }: Panel): string {
  return unit === 'cores' ? 'none' : unit;
}

function panelJson(
  panel: Panel,
  id: number,
  gridPos: { h: number; w: number; x: number; y: number },
) {
  const { type, title, description, max, threshold } = panel;
  return {
    id,
    type,
    title,
    description,
    datasource: DATASOURCE,
    gridPos,
    fieldConfig: {
      defaults: {
        unit: unitOf(panel),
        min: 0,
        ...(max !== undefined && { max }),
        color: { mode: type === 'stat' ? 'thresholds' : 'palette-classic' },
        thresholds: { mode: 'absolute', steps: thresholdSteps(panel) },
        ...(type === 'timeseries' && {
          custom: {
            drawStyle: 'line',
            fillOpacity: 8,
            lineWidth: 1,
            showPoints: 'never',
            spanNulls: false,
            thresholdsStyle: { mode: threshold ? 'line' : 'off' },
          },
        }),
      },
      overrides: [],
    },
    options: optionsOf(panel),
    targets: panel.queries.map(({ expr, legend }, index) => ({
      refId: String.fromCharCode('A'.charCodeAt(0) + index),
      datasource: DATASOURCE,
      editorMode: 'code',
      expr,
      legendFormat: legend,
      range: true,
    })),
  };
}

/** Puts sections one below the other, as the dashboard's list of panels. */
export function layOut(sections: readonly Section[]): object[] {
  const placed: object[] = [];
  let y = 0;
  for (const { title, panels } of sections) {
    placed.push({
      id: placed.length + 1,
      type: 'row',
      title,
      collapsed: false,
      gridPos: { h: 1, w: COLUMNS, x: 0, y },
      panels: [],
    });
    y += 1;
    let x = 0;
    let height = 0;
    for (const panel of panels) {
      if (x + panel.width > COLUMNS) {
        x = 0;
        y += height;
        height = 0;
      }
      const h = HEIGHTS[panel.type];
      placed.push(
        panelJson(panel, placed.length + 1, { h, w: panel.width, x, y }),
      );
      x += panel.width;
      height = Math.max(height, h);
    }
    y += height;
  }
  return placed;
}

import { Button } from '@backstage/ui';
import { countOf } from '@cairn/plugin-platform-react';
import { useRef, useState } from 'react';
import {
  Bar,
  CartesianGrid,
  ComposedChart,
  Line,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { MetricName, Series } from '../api/types';
import { chartImage } from '../export/chartImage';
import { toCsv } from '../export/csv';
import { download } from '../export/download';
import type { Unit } from '../view/useDoraView';
import { formatDate } from '../view/windowWords';
import { formatValue } from '../words/metricValue';
import { metricWords } from '../words/metricWords';
import { axisUnit, chartPoints, type ChartPoint } from './chartPoints';
import styles from './MetricChart.module.css';
import tableStyles from './PlainTable.module.css';

function said(name: MetricName, { exact }: ChartPoint): string {
  if (exact === null) return 'no data';
  return name === 'deploymentFrequency'
    ? countOf(exact, 'deployment', 'deployments')
    : formatValue(name, exact);
}

function basisOf(name: MetricName, { n }: ChartPoint): string {
  const [one, several] = metricWords[name].of;
  return `from ${countOf(n, one, several)}`;
}

interface MetricChartProps {
  name: MetricName;
  /** What the chart shows, as a finding. */
  title: string;
  series: Series;
  unit: Unit;
}

/** The way of a metric: drawn, as a table, as CSV and as PNG. */
export function MetricChart({ name, title, series, unit }: MetricChartProps) {
  const [isTable, setIsTable] = useState(false);
  const [failure, setFailure] = useState<string>();
  const drawing = useRef<HTMLDivElement>(null);
  const points = chartPoints(name, series);
  const isCount = name === 'deploymentFrequency';
  const total = points.reduce((sum, { n }) => sum + n, 0);
  const [one, several] = metricWords[name].of;

  const saveTable = () =>
    download(
      `${name}.csv`,
      new Blob(
        [
          toCsv(
            [unit, axisUnit(name), several],
            points.map(({ date, value, n }) => [date, value, n]),
          ),
        ],
        { type: 'text/csv;charset=utf-8' },
      ),
    );
  const savePicture = async () => {
    const svg = drawing.current?.querySelector('svg.recharts-surface');
    if (!(svg instanceof SVGSVGElement)) return;
    try {
      setFailure(undefined);
      download(`${name}.png`, await chartImage(svg));
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    }
  };

  return (
    <figure className={styles.chart} aria-label={title}>
      <div className={styles.head}>
        <h2 className={styles.title}>{title}</h2>
        <Button
          variant="tertiary"
          size="small"
          onPress={() => setIsTable(!isTable)}
        >
          {isTable ? 'Show as chart' : 'Show as table'}
        </Button>
        <Button variant="tertiary" size="small" onPress={saveTable}>
          CSV
        </Button>
        <Button
          variant="tertiary"
          size="small"
          onPress={savePicture}
          isDisabled={isTable}
        >
          PNG
        </Button>
      </div>
      <p className={styles.basis}>
        {axisUnit(name)} by {unit}, from {countOf(total, one, several)}
        {series.pooled && ' of all components together'}; days in{' '}
        {series.scope.zone}. {failure && <span role="alert">{failure}</span>}
      </p>
      {isTable ? (
        <div
          className={styles.table}
          // What scrolls has to be reachable by keyboard.
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          role="region"
          aria-label={title}
        >
          <table className={tableStyles.table}>
            <thead>
              <tr>
                <th scope="col">{unit} of</th>
                <th scope="col">{metricWords[name].title}</th>
                <th scope="col">From</th>
              </tr>
            </thead>
            <tbody>
              {points.map(point => (
                <tr key={point.date}>
                  <td>{formatDate(point.date)}</td>
                  <td>{said(name, point)}</td>
                  <td>{countOf(point.n, one, several)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <div className={styles.drawing} ref={drawing}>
          <ResponsiveContainer width="100%" height="100%">
            <ComposedChart
              data={points}
              margin={{ top: 8, right: 16, bottom: 0, left: 0 }}
              accessibilityLayer
              title={title}
              desc="The arrow keys lead from bucket to bucket."
            >
              <CartesianGrid stroke="var(--bui-border-1)" vertical={false} />
              <XAxis
                dataKey="date"
                tickFormatter={formatDate}
                stroke="var(--bui-fg-secondary)"
                tickLine={false}
                minTickGap={48}
              />
              <YAxis
                stroke="var(--bui-fg-secondary)"
                tickLine={false}
                axisLine={false}
                width={48}
                domain={[0, 'auto']}
                allowDecimals={!isCount}
              />
              <Tooltip
                isAnimationActive={false}
                cursor={{ stroke: 'var(--bui-border-2)' }}
                content={({ active, payload }) => {
                  const point = payload?.[0]?.payload as ChartPoint | undefined;
                  return active && point ? (
                    <div className={styles.tip}>
                      <strong>{formatDate(point.date)}</strong>
                      <div>{said(name, point)}</div>
                      <div>{basisOf(name, point)}</div>
                    </div>
                  ) : null;
                }}
              />
              {isCount ? (
                <Bar
                  dataKey="value"
                  fill="var(--cairn-chart-1)"
                  isAnimationActive={false}
                  maxBarSize={24}
                />
              ) : (
                <Line
                  dataKey="value"
                  stroke="var(--cairn-chart-1)"
                  strokeWidth={2}
                  dot={{ r: 3, fill: 'var(--cairn-chart-1)' }}
                  isAnimationActive={false}
                  connectNulls={false}
                />
              )}
            </ComposedChart>
          </ResponsiveContainer>
        </div>
      )}
    </figure>
  );
}

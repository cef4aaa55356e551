import { Line, LineChart, YAxis } from 'recharts';

/** The way of a number, small; what it says stands beside it, so it is hidden from screen readers. */
export function Sparkline({ values }: { values: (number | null)[] }) {
  if (values.filter(value => value !== null).length < 2) return null;
  return (
    <LineChart
      width={140}
      height={36}
      data={values.map(value => ({ value }))}
      margin={{ top: 4, right: 4, bottom: 4, left: 4 }}
      accessibilityLayer={false}
      aria-hidden
    >
      <YAxis hide domain={[0, 'dataMax']} />
      <Line
        dataKey="value"
        stroke="var(--cairn-chart-1)"
        strokeWidth={1.5}
        dot={false}
        isAnimationActive={false}
        // Gaps stay gaps.
        connectNulls={false}
      />
    </LineChart>
  );
}

import { Link } from '@backstage/ui';
import { countOf } from '@cairn/plugin-platform-react';
import {
  RiArrowDownLine,
  RiArrowRightLine,
  RiArrowUpLine,
} from '@remixicon/react';
import type { MetricName, ScopeMetrics, Series, Spread } from '../api/types';
import {
  changeOf,
  countedOf,
  formatValue,
  valueOf,
} from '../words/metricValue';
import {
  flagWords,
  levelWords,
  metricNames,
  metricWords,
  reasonWords,
} from '../words/metricWords';
import { Sparkline } from './Sparkline';
import styles from './MetricRows.module.css';

const icons = {
  better: RiArrowUpLine,
  worse: RiArrowDownLine,
  same: RiArrowRightLine,
};

/** For a team, half of its components stand between these: never one number for all. */
function spreadWords(name: MetricName, spread: Spread): string {
  const { n, p25, p50, p75 } = spread;
  if (n === 0) return 'of no component';
  if (n < 4) {
    return `the middle of ${countOf(
      n,
      'component',
      'components',
    )}: ${formatValue(name, p50)}`;
  }
  return `half of ${n} components between ${formatValue(
    name,
    p25,
  )} and ${formatValue(name, p75)}`;
}

function Basis({ name, data }: { name: MetricName; data: ScopeMetrics }) {
  const counted = countedOf(data.current.metrics, name);
  const { n, coverage, reason, flags, level } = counted;
  const [one, several] = metricWords[name].of;
  const spread = data.spread?.[name];
  return (
    <div className={styles.facts}>
      {level && (
        <span className={styles.level} title="Level of the profile DORA 2023">
          {levelWords[level]} (2023)
        </span>
      )}
      <div className={styles.basis}>
        {reason ? reasonWords[reason] : `From ${countOf(n, one, several)}`}
        {!reason &&
          coverage.all > coverage.known &&
          `, ${
            coverage.all - coverage.known
          } more of which too little is known`}
        {!reason && '.'}
        {!reason && spread && ` ${capital(spreadWords(name, spread))}.`}
        {flags.map(flag => (
          <span key={flag}> {flagWords[flag]}</span>
        ))}
      </div>
    </div>
  );
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase('en-GB') + text.slice(1);
}

interface MetricRowsProps {
  data: ScopeMetrics;
  series: Series;
  hrefOf: (name: MetricName) => string;
}

/** The five metrics, a row each; a row leads to what was counted. */
export function MetricRows({ data, series, hrefOf }: MetricRowsProps) {
  return (
    <ul className={styles.rows} aria-label="Metrics">
      {metricNames.map(name => {
        // Of a team the middle component is shown; all deployments together are not how a team does.
        const spread = data.spread?.[name];
        const now = spread ? spread.p50 : valueOf(data.current.metrics, name);
        const before = data.comparedSpread
          ? data.comparedSpread[name].p50
          : data.compared && valueOf(data.compared.metrics, name);
        const change = changeOf(name, now, before ?? null);
        const Icon = change && icons[change.direction];
        return (
          <li key={name} className={styles.row}>
            <div>
              <div className={styles.name}>
                <Link href={hrefOf(name)} standalone>
                  {metricWords[name].title}
                </Link>
              </div>
              <div className={styles.meaning}>{metricWords[name].meaning}</div>
            </div>
            <div>
              <div className={now === null ? styles.none : styles.value}>
                {now === null ? 'no data' : formatValue(name, now)}
              </div>
              {change && Icon && (
                <div
                  className={styles.change}
                  data-direction={change.direction}
                >
                  <Icon size={16} aria-hidden />
                  {change.text}
                </div>
              )}
            </div>
            <div className={styles.spark}>
              <Sparkline
                values={series.items.map(({ metrics }) =>
                  valueOf(metrics, name),
                )}
              />
            </div>
            <Basis name={name} data={data} />
          </li>
        );
      })}
    </ul>
  );
}

import type { SourceHealth } from '@cairn/plugin-platform-common';
import { formatClock, formatInstant } from '../words/time';
import styles from './Freshness.module.css';

interface FreshnessProps {
  /** When the data was last confirmed, RFC 3339. */
  asOf: string | undefined;
  sources: SourceHealth[];
  /** The newest attempt to load failed. */
  failing: boolean;
}

const words = {
  live: 'live',
  'catching-up': 'catching up',
  stale: 'stale',
};

function kindOf({ sources, failing }: FreshnessProps): keyof typeof words {
  if (failing || sources.some(source => source.state === 'stale')) {
    return 'stale';
  }
  return sources.some(source => source.state === 'catching-up')
    ? 'catching-up'
    : 'live';
}

/** The oldest instant the shown data is true for. */
function oldest(props: FreshnessProps): string | undefined {
  const stale = props.sources
    .map(source => source.staleSince)
    .filter((instant): instant is string => Boolean(instant))
    .sort();
  return stale[0] ?? props.asOf;
}

/** How fresh a live view is: the time it is true for, a dot and a word. */
export function Freshness(props: FreshnessProps) {
  const instant = oldest(props);
  if (!instant) return <span className={styles.freshness} />;
  const kind = kindOf(props);
  return (
    <span className={styles.freshness} data-kind={kind}>
      <span title={formatInstant(instant)}>
        as of <time dateTime={instant}>{formatClock(instant)}</time>
      </span>
      <span className={styles.dot} aria-hidden />
      {words[kind]}
    </span>
  );
}

import { useEffect, useState } from 'react';
import { formatAgo, formatInstant } from '../words/time';

interface RelativeTimeProps {
  /** RFC 3339; an en dash stands for nothing known. */
  instant: string | undefined;
}

/** How often the words are brought up to date, in milliseconds. */
const refreshEvery = 10_000;

/** Time since an instant, with the instant itself on hover and for machines. */
export function RelativeTime({ instant }: RelativeTimeProps) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), refreshEvery);
    return () => clearInterval(timer);
  }, []);
  if (!instant) return <span title="Not known">–</span>;
  return (
    <time dateTime={instant} title={formatInstant(instant)}>
      {formatAgo(instant, now)}
    </time>
  );
}

import { useEffect, useState } from 'react';
import { Skeleton } from '@backstage/ui';

interface SkeletonRowsProps {
  rows: number;
  /** Height of one row in pixels. */
  height: number;
  /** What is being loaded, for screen readers. */
  label: string;
}

/** Loading: the room is taken at once, the bars show after 150 ms, so that nothing flashes or jumps. */
export function SkeletonRows({ rows, height, label }: SkeletonRowsProps) {
  const [visible, setVisible] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setVisible(true), 150);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} style={{ height, padding: '8px 0' }}>
          {visible && <Skeleton width="100%" height={height - 16} />}
        </div>
      ))}
    </div>
  );
}

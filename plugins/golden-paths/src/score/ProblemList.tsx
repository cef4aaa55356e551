import { Card } from '@cairn/plugin-platform-react';
import { ProblemRows } from '../problems/ProblemRows';
import type { PlacedProblem } from './renderDraft';
import styles from './ScorePage.module.css';

interface ProblemListProps {
  problems: PlacedProblem[];
  onGoTo: (problem: PlacedProblem) => void;
}

/** All that is wrong with a draft; nothing while nothing is. */
export function ProblemList({ problems, onGoTo }: ProblemListProps) {
  if (problems.length === 0) return null;
  return (
    <div className={styles.problems}>
      <Card title="Problems" count={problems.length}>
        <ProblemRows problems={problems} onGoTo={onGoTo} />
      </Card>
    </div>
  );
}

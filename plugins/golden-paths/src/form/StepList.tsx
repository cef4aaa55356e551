import { RiCheckLine } from '@remixicon/react';
import styles from './StepList.module.css';

interface StepListProps {
  titles: string[];
  /** Index of the step that is filled in. */
  at: number;
  onGoTo: (index: number) => void;
}

/** Where one is in the form; steps that are done lead back to them. */
export function StepList({ titles, at, onGoTo }: StepListProps) {
  if (titles.length < 2) return null;
  return (
    <ol className={styles.steps} aria-label="Steps">
      {titles.map((title, index) => (
        <li key={title} aria-current={index === at ? 'step' : undefined}>
          <span className={styles.number} aria-hidden>
            {index < at ? <RiCheckLine size={16} /> : index + 1}
          </span>
          {index < at ? (
            <button type="button" onClick={() => onGoTo(index)}>
              {title}
            </button>
          ) : (
            <span>{title}</span>
          )}
        </li>
      ))}
    </ol>
  );
}

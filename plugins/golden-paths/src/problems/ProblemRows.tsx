import { RiAlertLine, RiErrorWarningLine } from '@remixicon/react';
import styles from './ProblemRows.module.css';

/** Something wrong in a file, and how to mend it. */
export interface FileProblem {
  severity: 'error' | 'warning';
  file: string;
  /** Both count from 1. */
  line: number;
  column: number;
  field: string;
  message: string;
  mend: string;
  /** Set when it is a problem there alone. */
  environment?: string;
}

interface ProblemRowsProps<Problem> {
  problems: Problem[];
  onGoTo: (problem: Problem) => void;
}

/** All that is wrong, each with the way to its place. */
export function ProblemRows<Problem extends FileProblem>(
  props: ProblemRowsProps<Problem>,
) {
  return (
    <ul className={styles.list} aria-label="Problems">
      {props.problems.map(problem => {
        const { severity, file, line, column, message, environment } = problem;
        const place = `${file}, line ${line}, column ${column}`;
        return (
          <li
            key={[place, problem.field, message, environment].join()}
            data-severity={severity}
          >
            <span className={styles.icon}>
              {severity === 'error' ? (
                <RiErrorWarningLine size={16} aria-hidden />
              ) : (
                <RiAlertLine size={16} aria-hidden />
              )}
              {severity === 'error' ? 'Error' : 'Warning'}
            </span>
            <span className={styles.text}>
              {environment && `In ${environment}: `}
              {message} {problem.mend}
            </span>
            <button
              type="button"
              aria-label={`Go to ${place}`}
              onClick={() => props.onGoTo(problem)}
            >
              {`${file} ${line}:${column}`}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

import { forwardRef } from 'react';
import type { FieldProblem } from '@cairn/plugin-claims-common';
import { RiErrorWarningLine } from '@remixicon/react';
import { fieldOf, type RequestField } from './requestFields';
import styles from './ProblemSummary.module.css';

interface ProblemSummaryProps {
  problems: FieldProblem[];
  /** Said when the request failed as a whole. */
  failure?: string;
  onGoTo: (field: RequestField) => void;
}

/** Everything that keeps the request from being made, with the way to each field. */
export const ProblemSummary = forwardRef<HTMLDivElement, ProblemSummaryProps>(
  function Summary({ problems, failure, onGoTo }, ref) {
    const count = problems.length;
    const title =
      failure ??
      `The database was not requested: ${
        count === 1 ? 'one thing needs' : `${count} things need`
      } mending.`;
    return (
      <div
        ref={ref}
        className={styles.summary}
        role="alert"
        aria-label="What is wrong with the request"
        tabIndex={-1}
      >
        <RiErrorWarningLine size={20} aria-hidden />
        <div>
          <strong>{title}</strong>
          {count > 0 && (
            <ul>
              {problems.map(problem => {
                const field = fieldOf(problem);
                return (
                  <li key={`${problem.field} ${problem.message}`}>
                    {field ? (
                      <a
                        href={`#${field.id}`}
                        onClick={event => {
                          event.preventDefault();
                          onGoTo(field);
                        }}
                      >
                        {field.label}
                      </a>
                    ) : (
                      <code>{problem.field}</code>
                    )}
                    : {problem.message}
                  </li>
                );
              })}
            </ul>
          )}
        </div>
      </div>
    );
  },
);

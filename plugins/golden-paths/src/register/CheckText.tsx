import { useState } from 'react';
import { toError } from '@backstage/errors';
import { useApi } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import type {
  CatalogProblem,
  CatalogReport,
} from '@cairn/plugin-golden-paths-common';
import { FailurePanel, Panel, countOf } from '@cairn/plugin-platform-react';
import { goldenPathsApiRef } from '../api/GoldenPathsApi';
import { CodeEditor } from '../score/CodeEditor';
import { ProblemRows } from '../problems/ProblemRows';
import styles from './RegisterPage.module.css';

function verdictOf({ valid, entities, problems }: CatalogReport): string {
  const entries = countOf(entities.length, 'entry', 'entries');
  if (problems.length === 0) return `${entries}, nothing to mend.`;
  return valid
    ? `${entries}. The catalog takes it as it is; something could be better.`
    : `${entries}. The catalog would not take it as it is.`;
}

/** Checks a file before it is committed, by the rules the pre-commit hook and CI use. */
export function CheckText() {
  const goldenPathsApi = useApi(goldenPathsApiRef);
  const [text, setText] = useState('');
  const [checked, setChecked] = useState<{
    text: string;
    report: CatalogReport;
  }>();
  const [error, setError] = useState<Error>();
  const [pending, setPending] = useState(false);
  const [place, setPlace] = useState<{
    line: number;
    column: number;
    focus: boolean;
  }>();
  const report = checked?.text === text ? checked.report : undefined;
  const check = async () => {
    setPending(true);
    setError(undefined);
    try {
      setChecked({ text, report: await goldenPathsApi.validateCatalog(text) });
    } catch (caught) {
      setError(toError(caught));
    } finally {
      setPending(false);
    }
  };
  const goTo = ({ line, column }: CatalogProblem) =>
    setPlace({ line, column, focus: true });
  return (
    <Panel
      title="Check a file first"
      sentence="By the same rules as the pre-commit hook and CI. Nothing is kept."
    >
      <div className={styles.form}>
        <div className={styles.editor}>
          <CodeEditor
            label="catalog-info.yaml to check"
            value={text}
            onChange={setText}
            marks={report?.problems}
            place={place}
          />
        </div>
        {error && (
          <FailurePanel title="It could not be checked." error={error} />
        )}
        {report && (
          <>
            <p className={styles.verdict} role="status">
              {verdictOf(report)}
            </p>
            {report.problems.length > 0 && (
              <ProblemRows problems={report.problems} onGoTo={goTo} />
            )}
          </>
        )}
        <div className={styles.actions}>
          <Button
            variant="secondary"
            isPending={pending}
            isDisabled={text.trim() === ''}
            onPress={check}
          >
            Check
          </Button>
        </div>
      </div>
    </Panel>
  );
}

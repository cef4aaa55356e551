import { useId, useMemo } from 'react';
import { Tab, TabList, TabPanel, Tabs } from '@backstage/ui';
import { CodeEditor } from './CodeEditor';
import type { PlacedProblem } from './renderDraft';
import {
  draftFiles,
  readFile,
  writeFile,
  type DraftFile,
  type ScoreDraft,
} from './scoreDraft';
import styles from './ScorePage.module.css';

interface EditorPaneProps {
  draft: ScoreDraft;
  onChange: (draft: ScoreDraft) => void;
  file: DraftFile;
  onFile: (file: DraftFile) => void;
  problems: PlacedProblem[];
  place: { line: number; column: number; focus: boolean } | undefined;
}

const hints: Record<DraftFile, string> = {
  'score.yaml': 'The workload, as its repository describes it.',
  'overrides/dev.yaml':
    'What the specification has no field for, in dev: documents with kind and name, merged over the manifests.',
  'overrides/prod.yaml':
    'What the specification has no field for, in prod: documents with kind and name, merged over the manifests.',
};

/** The files of a draft, one at a time, with what is wrong marked in them. */
export function EditorPane(props: EditorPaneProps) {
  const { draft, file, problems } = props;
  const hintId = useId();
  const marks = useMemo(
    () =>
      problems
        .filter(problem => problem.file === file)
        .map(({ line, column, severity, message, mend }) => ({
          line,
          column,
          severity,
          message: `${message} ${mend}`,
        })),
    [problems, file],
  );
  const countIn = (name: DraftFile) =>
    problems.filter(problem => problem.file === name).length;
  return (
    <section className={styles.pane} aria-label="Workload">
      <Tabs
        className={styles.tabs}
        selectedKey={file}
        onSelectionChange={key => {
          const known = draftFiles.find(name => name === key);
          if (known) props.onFile(known);
        }}
      >
        <TabList aria-label="Files">
          {draftFiles.map(name => (
            <Tab key={name} id={name}>
              {countIn(name) > 0 ? `${name} (${countIn(name)})` : name}
            </Tab>
          ))}
        </TabList>
        {draftFiles.map(name => (
          <TabPanel key={name} id={name}>
            <div className={styles.editor}>
              <CodeEditor
                label={name}
                value={readFile(draft, name)}
                onChange={text => props.onChange(writeFile(draft, name, text))}
                marks={marks}
                place={props.place}
                describedBy={hintId}
              />
            </div>
            <p id={hintId} className={styles.hint}>
              {hints[name]} Tab leaves the editor; Ctrl or Cmd with ] and [
              indents.
            </p>
          </TabPanel>
        ))}
      </Tabs>
    </section>
  );
}

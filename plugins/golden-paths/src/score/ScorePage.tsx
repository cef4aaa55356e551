import { useDeferredValue, useMemo, useState } from 'react';
import { provisionersOf } from '@cairn/plugin-score-common';
import {
  CopyButton,
  FilterChoice,
  PageFrame,
  countOf,
  refName,
  useMyTeams,
} from '@cairn/plugin-platform-react';
import { useLocation } from 'react-router-dom';
import { useProvisioners } from '../provisioners/useProvisioners';
import { EditorPane } from './EditorPane';
import { ManifestPane } from './ManifestPane';
import { ProblemList } from './ProblemList';
import { renderDraft, type PlacedProblem } from './renderDraft';
import { draftFiles, type DraftFile } from './scoreDraft';
import { scoreExamples } from './scoreExamples';
import { useSharedDraft } from './useSharedDraft';
import styles from './ScorePage.module.css';

/** What rendering itself provides: all there is while the platform's definitions are not known. */
const builtIn = provisionersOf({ xrds: [], compositions: [] }).items;

function sentenceOf(errors: number, warnings: number, manifests: number) {
  if (errors > 0) {
    return `${countOf(
      errors,
      'problem keeps',
      'problems keep',
    )} it from being rendered.`;
  }
  const also =
    warnings > 0 ? `, with ${countOf(warnings, 'warning', 'warnings')}` : '';
  return `${countOf(
    manifests,
    'manifest',
    'manifests',
  )} in production${also}. Nothing is sent to a cluster.`;
}

/** Tries a workload file: what one writes on the left, what the platform makes of it on the right. */
export function ScorePage() {
  const { draft, change, broken } = useSharedDraft(scoreExamples[0].draft);
  const { hash } = useLocation();
  const provisioners = useProvisioners();
  const teams = useMyTeams();
  const [team, setTeam] = useState<string>();
  const [file, setFile] = useState<DraftFile>('score.yaml');
  const [place, setPlace] = useState<{
    line: number;
    column: number;
    focus: boolean;
  }>();
  const owners = (teams ?? []).map(refName);
  const owner = team ?? owners[0] ?? 'payments';
  const rendered = useDeferredValue(draft);
  const items = provisioners.value?.items ?? builtIn;
  const { byEnvironment, problems } = useMemo(
    () => renderDraft({ draft: rendered, owner, provisioners: items }),
    [rendered, owner, items],
  );
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const goTo = (problem: PlacedProblem) => {
    const target = draftFiles.find(name => name === problem.file);
    if (target) setFile(target);
    setPlace({ line: problem.line, column: problem.column, focus: true });
  };
  return (
    <PageFrame
      title="Score playground"
      sentence={
        provisioners.loading && !provisioners.value
          ? '\u00a0'
          : sentenceOf(
              errors,
              problems.length - errors,
              byEnvironment.prod.manifests.length,
            )
      }
      action={
        <CopyButton
          text={`${window.location.origin}${window.location.pathname}${hash}`}
          label="Copy link to this draft"
          word="Copy link"
        />
      }
    >
      <div className={styles.bar} role="group" aria-label="What to try">
        <FilterChoice
          label="Example"
          all="Examples"
          value={undefined}
          options={scoreExamples.map(({ id, title }) => ({
            value: id,
            label: title,
          }))}
          onChange={id => {
            const example = scoreExamples.find(known => known.id === id);
            if (!example) return;
            setFile('score.yaml');
            change(example.draft);
          }}
        />
        {owners.length > 1 && (
          <FilterChoice
            label="Team"
            all={`Team ${owners[0]}`}
            value={team}
            options={owners
              .slice(1)
              .map(name => ({ value: name, label: `Team ${name}` }))}
            onChange={setTeam}
          />
        )}
        <span className={styles.where}>
          {`As team ${owner}, in ${owner}-dev and ${owner}-prod`}
        </span>
      </div>
      {broken && (
        <p className={styles.note} role="status">
          The link could not be read, perhaps a part of it is missing. Here is
          the example instead.
        </p>
      )}
      {provisioners.error && (
        <p className={styles.note} role="status">
          What the platform offers could not be read, so only what rendering
          makes itself is known: databases and caches are reported as missing.
        </p>
      )}
      <div className={styles.columns}>
        <EditorPane
          draft={draft}
          onChange={change}
          file={file}
          onFile={name => {
            setPlace(undefined);
            setFile(name);
          }}
          problems={problems}
          place={place}
        />
        <ManifestPane byEnvironment={byEnvironment} failing={errors > 0} />
      </div>
      <ProblemList problems={problems} onGoTo={goTo} />
    </PageFrame>
  );
}

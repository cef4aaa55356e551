import { useRef, useState, type FormEvent } from 'react';
import type { FieldProblem, Offering } from '@cairn/plugin-claims-common';
import type { TenantNamespace } from '@cairn/plugin-platform-common';
import { Button, Switch } from '@backstage/ui';
import {
  ChoiceCards,
  FormSection,
  FormText,
} from '@cairn/plugin-platform-react';
import { AdvancedFields } from './AdvancedFields';
import { ComponentField } from './ComponentField';
import {
  canBeHighlyAvailable,
  draftProblems,
  nameProblem,
  requestOf,
  type DatabaseDraft,
} from './databaseDraft';
import { engines, sizes } from './databaseFacts';
import { NamespaceField } from './NamespaceField';
import { ProblemSummary } from './ProblemSummary';
import { focusField, messageFor, type RequestField } from './requestFields';
import type { SubmitState } from './useSubmit';
import type { NameCheck } from './useNameCheck';
import type { PreflightState } from './usePreflight';
import styles from './RequestForm.module.css';

interface RequestFormProps {
  draft: DatabaseDraft;
  onChange: (change: Partial<DatabaseDraft>) => void;
  targets: TenantNamespace[];
  offering: Offering | undefined;
  nameCheck: NameCheck;
  preflight: PreflightState;
  submit: SubmitState;
}

function nameHint(check: NameCheck, target: TenantNamespace | undefined) {
  if (check.verdict === 'checking') return 'Checking whether the name is free…';
  if (check.verdict === 'ok') return `Free in ${target?.name}.`;
  if (check.verdict === 'unknown') {
    return 'Whether the name is free could not be checked just now.';
  }
  return 'Lower-case letters, digits and hyphens, for example orders.';
}

/** Everything a database can be asked for, in one column. */
export function RequestForm(props: RequestFormProps) {
  const { draft, onChange, nameCheck, submit } = props;
  const [attempted, setAttempted] = useState(false);
  const [advancedOpen, setAdvancedOpen] = useState(false);
  const [nameLeft, setNameLeft] = useState(false);
  const summary = useRef<HTMLDivElement>(null);
  const request = requestOf(draft);

  const local = draftProblems(draft);
  const fromCluster = props.preflight.answer?.problems ?? [];
  const problems: FieldProblem[] = attempted
    ? [...local, ...submit.problems]
    : submit.problems;
  // Values the person has not typed yet are not held against them before they submit.
  const whileTyping = [
    ...local.filter(problem => problem.field.startsWith('spec.')),
    ...fromCluster.filter(problem => problem.field.startsWith('spec.')),
  ];
  const problemAt = (...paths: string[]) =>
    messageFor(problems, ...paths) ?? messageFor(whileTyping, ...paths);

  const nameIssue = () => {
    if (nameCheck.verdict === 'taken' || nameCheck.verdict === 'invalid') {
      return 'message' in nameCheck && nameCheck.message
        ? nameCheck.message
        : 'This name is taken in the namespace; choose another.';
    }
    const format = nameProblem(draft.name);
    return nameLeft ? format : undefined;
  };

  const goTo = (field: RequestField) => {
    if (field.advanced) setAdvancedOpen(true);
    // The control may just be unfolding.
    setTimeout(() => focusField(field.id));
  };

  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    setAttempted(true);
    const done = local.length === 0 && request && (await submit.send(request));
    if (!done) setTimeout(() => summary.current?.focus());
  };

  const engine = engines.find(candidate => candidate.value === draft.engine);
  const provided = props.offering?.provided?.engine;
  const showSummary =
    (attempted && problems.length > 0) || Boolean(submit.failure);
  return (
    <form className={styles.form} onSubmit={onSubmit} noValidate>
      {showSummary && (
        <ProblemSummary
          ref={summary}
          problems={problems}
          failure={submit.failure}
          onGoTo={goTo}
        />
      )}
      <FormSection
        title="What and where"
        sentence="The name is how your team will find it; the namespace decides who owns it."
      >
        <FormText
          id="request-name"
          label="Name"
          isRequired
          value={draft.name}
          onChange={name => onChange({ name })}
          onBlur={() => setNameLeft(true)}
          problem={nameIssue() ?? messageFor(problems, 'metadata.name')}
          hint={nameHint(nameCheck, draft.target)}
        />
        <NamespaceField
          targets={props.targets}
          value={draft.target}
          onChange={target =>
            onChange({
              target,
              // Another team has other components.
              ...(target?.owner !== draft.target?.owner && {
                component: undefined,
              }),
            })
          }
          problem={messageFor(problems, 'metadata.namespace')}
        />
        <ComponentField
          owner={draft.target?.owner}
          value={draft.component}
          onChange={component => onChange({ component })}
          problem={messageFor(problems, 'component')}
        />
      </FormSection>
      <FormSection
        title="Engine and size"
        sentence="The engine cannot be changed later. The size decides how much it can carry."
      >
        <ChoiceCards
          id="request-engine"
          label="Engine"
          value={draft.engine}
          onChange={value =>
            onChange({
              engine: value,
              version:
                engines.find(candidate => candidate.value === value)
                  ?.versions[0] ?? '',
            })
          }
          cards={engines.map(candidate => ({
            value: candidate.value,
            title: candidate.title,
            text: candidate.use,
            unavailable:
              provided && !provided.includes(candidate.value)
                ? 'Not offered on this platform yet.'
                : undefined,
          }))}
          problem={problemAt('spec.engine', 'spec.version')}
        />
        {engine && engine.versions.length > 1 && (
          <div
            className={styles.versions}
            role="radiogroup"
            aria-label="Version"
          >
            <span aria-hidden className={styles.versionLabel}>
              Version
            </span>
            {engine.versions.map(version => (
              <label key={version} className={styles.version}>
                <input
                  type="radio"
                  name="request-version"
                  checked={draft.version === version}
                  onChange={() => onChange({ version })}
                />
                {version}
              </label>
            ))}
          </div>
        )}
        <ChoiceCards
          id="request-size"
          label="Size"
          value={draft.size}
          onChange={size => onChange({ size })}
          cards={sizes.map(size => ({
            value: size.value,
            title: size.title,
            text: (
              <>
                {size.use}
                <span className={styles.facts}>
                  {size.connections} connections, {size.storageGB} GB storage
                </span>
              </>
            ),
          }))}
          problem={problemAt('spec.size')}
        />
      </FormSection>
      <FormSection
        title="Safety"
        sentence="What happens when data is lost, or the server is."
      >
        <div className={styles.switch}>
          <Switch
            id="request-backups"
            label="Backups"
            isSelected={draft.backups}
            onChange={backups => onChange({ backups })}
          />
          <p>
            {draft.backups
              ? 'A backup is made every day; you can go back to any of them while it is kept.'
              : 'No backups: what is deleted or lost stays lost.'}
          </p>
        </div>
        <div className={styles.switch}>
          <Switch
            id="request-availability"
            label="High availability"
            isSelected={draft.highAvailability && canBeHighlyAvailable(draft)}
            isDisabled={!canBeHighlyAvailable(draft)}
            onChange={highAvailability => onChange({ highAvailability })}
          />
          <p>
            {canBeHighlyAvailable(draft)
              ? 'A standby in another zone takes over by itself when the server fails.'
              : 'A standby in another zone needs size Medium or Large.'}
          </p>
          {problemAt('spec.highAvailability') && (
            <p className={styles.problem}>
              {problemAt('spec.highAvailability')}
            </p>
          )}
        </div>
      </FormSection>
      <AdvancedFields
        open={advancedOpen}
        onOpenChange={setAdvancedOpen}
        draft={draft}
        onChange={onChange}
        problemAt={problemAt}
      />
      <div className={styles.actions}>
        <Button
          type="submit"
          variant="primary"
          size="medium"
          isPending={submit.sending}
        >
          Request database
        </Button>
        <span>It takes about a minute.</span>
      </div>
    </form>
  );
}

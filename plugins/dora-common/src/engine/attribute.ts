import { commitKey, pullRequestKey, type Ledger } from '../facts';
import { shareEnvironment } from './collectDeployments';
import {
  DEFAULT_INCIDENT_WINDOW,
  type ComponentDefinition,
} from './ComponentDefinition';
import type { IncidentLinks } from './incidentLinks';
import { pullRequestOf } from './ShippedChanges';
import type {
  AnalysedDeployment,
  Change,
  FailureEvidence,
  FailureRule,
} from './types';

const STRENGTH: Record<FailureRule, number> = {
  verdict: 0,
  explicit_link: 1,
  failed_result: 2,
  rollback: 3,
  revert: 4,
  static_rule: 5,
  incident_window: 6,
};

const CONFIDENCE: Record<FailureRule, FailureEvidence['confidence']> = {
  verdict: 'high',
  explicit_link: 'high',
  failed_result: 'high',
  rollback: 'high',
  revert: 'medium',
  static_rule: 'low',
  incident_window: 'medium',
};

/** A deployment while evidence is gathered. */
export interface Draft extends AnalysedDeployment {
  /** What a rollback shows to have failed. */
  blames?: string;
}

/** What the rules read. */
export interface AttributionInput {
  component: ComponentDefinition;
  ledger: Ledger;
  /** All that count, in order: no redeploys. */
  drafts: readonly Draft[];
  incidents: IncidentLinks;
}

function blame(draft: Draft, rule: FailureRule, fact: string) {
  const known = draft.evidence.some(e => e.rule === rule && e.fact === fact);
  if (known || !draft.touchedProduction) return;
  draft.evidence.push({ rule, confidence: CONFIDENCE[rule], fact });
}

/** By what a revert may name a change: the commit, its squash or merge, its pull request. */
function namesOf(change: Change, ledger: Ledger): string[] {
  const { repository } = change;
  const pullRequest = pullRequestOf(change, ledger);
  const names = [
    commitKey(repository, change.key),
    commitKey(repository, change.sha),
  ];
  if (pullRequest) {
    names.push(`#${pullRequestKey(repository, pullRequest.number)}`);
    if (pullRequest.mergeCommit) {
      names.push(commitKey(repository, pullRequest.mergeCommit));
    }
  }
  return names;
}

/** The names that the changes of a deployment say they revert. */
function revertedBy(draft: Draft, ledger: Ledger): string[] {
  return draft.changes.flatMap(change => {
    const commit = ledger.commits.get(commitKey(change.repository, change.sha));
    const pullRequest = pullRequestOf(change, ledger);
    const squash =
      pullRequest?.mergeCommit === undefined
        ? undefined
        : ledger.commits.get(
            commitKey(change.repository, pullRequest.mergeCommit),
          );
    const shas = [commit?.revertOf, squash?.revertOf].flatMap(sha => sha ?? []);
    const names = shas.map(sha => commitKey(change.repository, sha));
    return pullRequest?.reverts === undefined
      ? names
      : [
          ...names,
          `#${pullRequestKey(change.repository, pullRequest.reverts)}`,
        ];
  });
}

function isHotfix(draft: Draft, input: AttributionInput): boolean {
  const {
    hotfixLabels = ['hotfix'],
    hotfixBranches = ['hotfix/', 'recovery/'],
  } = input.component;
  const marks = draft.changes.map(change =>
    pullRequestOf(change, input.ledger),
  );
  const labels = [...draft.labels, ...marks.flatMap(pr => pr?.labels ?? [])];
  return (
    labels.some(label => hotfixLabels.includes(label)) ||
    marks.some(pr =>
      hotfixBranches.some(prefix => pr?.branch?.startsWith(prefix)),
    )
  );
}

/** Reverts and hotfixes. A revert that names a deployment leaves nothing to guess. */
function blameForMending(input: AttributionInput) {
  const { drafts, ledger } = input;
  const holders = new Map<string, Draft>();
  const touched: Draft[] = [];
  for (const draft of drafts) {
    for (const change of draft.changes) {
      for (const name of namesOf(change, ledger)) {
        if (!holders.has(name)) holders.set(name, draft);
      }
    }
    const named = revertedBy(draft, ledger).flatMap(
      name => holders.get(name) ?? [],
    );
    for (const reverted of named) {
      if (reverted === draft) continue;
      blame(reverted, 'revert', draft.id);
      if (draft.kind === 'standard') draft.kind = 'rollforward';
    }
    if (
      !named.length &&
      draft.result === 'succeeded' &&
      draft.kind !== 'rollback' &&
      isHotfix(draft, input)
    ) {
      const before = touched.findLast(other => shareEnvironment(other, draft));
      if (before) blame(before, 'static_rule', draft.id);
      draft.kind = 'rollforward';
    }
    if (draft.touchedProduction) touched.push(draft);
  }
}

/** Incidents that nobody linked: opened soon after, and before the next deployment. */
function blameForIncidents(input: AttributionInput) {
  const { component, drafts, incidents } = input;
  const within = component.incidentWindow ?? DEFAULT_INCIDENT_WINDOW;
  for (const incident of incidents.unlinked) {
    const { openedAt, environment } = incident;
    if (openedAt === undefined) continue;
    const taken: Draft[] = [];
    for (let index = drafts.length - 1; index >= 0; index -= 1) {
      const draft = drafts[index];
      if (draft.finishedAt > openedAt) continue;
      if (openedAt - draft.finishedAt > within) break;
      const fits =
        environment === undefined || draft.environments.includes(environment);
      if (fits && !taken.some(next => shareEnvironment(next, draft))) {
        blame(draft, 'incident_window', incident.key);
        if (draft.touchedProduction) incidents.attach(incident, draft.id);
      }
      taken.push(draft);
    }
  }
}

/**
 * Gathers for each deployment every rule that says it failed, strongest first, and decides. A failure
 * that never touched production is nobody's; a person's word beats all rules.
 */
export function attribute(input: AttributionInput): void {
  const { drafts, ledger, incidents } = input;
  const byId = new Map<string, Draft>();
  for (const draft of drafts) {
    for (const target of draft.targets) byId.set(target, draft);
  }
  for (const draft of drafts) {
    for (const target of draft.targets) {
      if (ledger.verdicts.get(target)?.failed) blame(draft, 'verdict', target);
    }
    for (const incident of incidents.causedBy(draft.targets)) {
      blame(draft, 'explicit_link', incident.key);
      if (draft.touchedProduction) incidents.attach(incident, draft.id);
    }
    if (draft.result === 'failed') blame(draft, 'failed_result', draft.id);
    const undone = draft.blames && byId.get(draft.blames);
    if (undone) blame(undone, 'rollback', draft.id);
  }
  blameForMending(input);
  blameForIncidents(input);
  for (const draft of drafts) {
    draft.evidence.sort(
      (a, b) =>
        STRENGTH[a.rule] - STRENGTH[b.rule] || (a.fact < b.fact ? -1 : 1),
    );
    const verdicts = draft.targets.flatMap(
      target => ledger.verdicts.get(target) ?? [],
    );
    const acquitted =
      verdicts.length > 0 && verdicts.every(({ failed }) => !failed);
    draft.failed = draft.evidence.length > 0 && !acquitted;
  }
}

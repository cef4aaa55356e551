import {
  foldFacts,
  type CommitFact,
  type DeploymentRow,
  type Fact,
  type Ledger,
} from '../facts';
import { attribute, type Draft } from './attribute';
import { classify } from './classify';
import {
  collectDeployments,
  indexBuilds,
  type BuildIndex,
} from './collectDeployments';
import type { ComponentDefinition } from './ComponentDefinition';
import { IncidentLinks } from './incidentLinks';
import { recover, reworkOf } from './recover';
import {
  indexPullRequests,
  ShippedChanges,
  type ChangeSources,
} from './ShippedChanges';
import type { AnalysedDeployment, Deployment } from './types';

/** A component's past in production, decided. @public */
export interface ComponentHistory {
  component: ComponentDefinition;
  ledger: Ledger;
  /** All that finished, redeploys included, in order. */
  deployments: AnalysedDeployment[];
  /** When those that have not finished began. */
  unfinished: number[];
}

interface Shared extends ChangeSources {
  builds: BuildIndex;
}

function linkChanges(
  draft: Draft,
  predecessor: Deployment | undefined,
  shipped: ShippedChanges,
) {
  if (draft.result !== 'succeeded' || draft.kind === 'redeploy') return;
  if (draft.revision === undefined) {
    draft.link = predecessor ? 'no_commit_link' : 'bootstrap';
    return;
  }
  const shipment = shipped.ship(draft.revision, predecessor?.revision);
  if (!predecessor) {
    draft.link = 'bootstrap';
    return;
  }
  if (predecessor.revision === undefined) {
    draft.link = 'no_commit_link';
    return;
  }
  draft.link = 'linked';
  draft.changes = shipment.changes;
  draft.missing = shipment.missing;
  draft.flags.push(...new Set(shipment.flags));
  if (
    shipment.changes.some(
      ({ authoredAt }) =>
        authoredAt !== undefined && authoredAt > draft.finishedAt,
    )
  ) {
    draft.flags.push('clock_skew');
  }
}

function analyseOne(
  component: ComponentDefinition,
  shared: Shared,
  rows: readonly DeploymentRow[],
): ComponentHistory {
  const { ledger } = shared;
  const { finished, unfinished } = collectDeployments(rows, {
    builds: shared.builds,
    repository: component.repository,
  });
  const kinds = classify(finished);
  const shipped = new ShippedChanges(component, shared);
  let predecessor: Deployment | undefined;
  const all = finished.map((deployment): Draft => {
    const draft: Draft = {
      ...deployment,
      ...(kinds.get(deployment.id) ?? { kind: 'standard' }),
      link: 'none',
      changes: [],
      missing: [],
      flags: deployment.gap ? ['gap'] : [],
      failed: false,
      evidence: [],
      rework: [],
    };
    linkChanges(draft, predecessor, shipped);
    if (draft.result === 'succeeded' && draft.kind !== 'redeploy') {
      predecessor = deployment;
    }
    return draft;
  });
  const drafts = all.filter(({ kind }) => kind !== 'redeploy');
  const incidents = new IncidentLinks(component, ledger);
  attribute({ component, ledger, drafts, incidents });
  for (const draft of drafts) {
    draft.rework = reworkOf(draft, incidents);
    if (draft.failed) draft.recovery = recover(draft, drafts, incidents);
  }
  const deployments = all.map(({ blames, ...deployment }) => deployment);
  return { component, ledger, deployments, unfinished };
}

/** Commits that remember which were asked for. */
class AskedCommits extends Map<string, CommitFact> {
  readonly #asked: Set<string>;

  constructor(commits: Ledger['commits'], asked: Set<string>) {
    super(commits);
    this.#asked = asked;
  }

  override get(key: string): CommitFact | undefined {
    this.#asked.add(key);
    return super.get(key);
  }
}

/**
 * The histories of components, from the same facts. Neither the order of the facts nor repetition
 * matters.
 *
 * @param facts - as {@link parseFact} gives them
 * @param asked - is given the keys of all commits that were asked for, known or not: facts of others
 *   change nothing
 * @public
 */
export function analyseComponents(
  components: readonly ComponentDefinition[],
  facts: Iterable<Fact>,
  asked?: Set<string>,
): ComponentHistory[] {
  const ledger = foldFacts(facts);
  if (asked) ledger.commits = new AskedCommits(ledger.commits, asked);
  const shared: Shared = {
    ledger,
    builds: indexBuilds(ledger),
    pullRequests: indexPullRequests(ledger),
  };
  const rows = new Map<string, DeploymentRow[]>();
  for (const row of ledger.deployments.values()) {
    const known = rows.get(row.component);
    if (known) known.push(row);
    else rows.set(row.component, [row]);
  }
  return components.map(component =>
    analyseOne(component, shared, rows.get(component.uid) ?? []),
  );
}

/** The history of one component. @public */
export function analyse(
  component: ComponentDefinition,
  facts: Iterable<Fact>,
  asked?: Set<string>,
): ComponentHistory {
  return analyseComponents([component], facts, asked)[0];
}

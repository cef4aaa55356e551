import { createHash } from 'node:crypto';
import {
  naturalKey,
  parseFact,
  type Fact,
  type FactInput,
} from '@cairn/plugin-dora-common';

/** A fact as it is stored. */
export interface FactRow {
  hash: string;
  type: Fact['type'];
  scope: string;
  at: number;
  body: Fact;
  /** Components that the scope of this fact concerns, or that this fact ties to other scopes. */
  ties: { component: string; scope: string }[];
}

/** The component that a deployment's natural key names. */
function componentOf(deployment: string): string[] {
  const part = deployment.split('/')[2];
  return part === undefined ? [] : [decodeURIComponent(part)];
}

function placeOf(fact: Fact): Pick<FactRow, 'scope' | 'ties'> {
  switch (fact.type) {
    case 'deployment': {
      const { component, fixes = [], artifacts = [], revision } = fact;
      const builds = revision === undefined ? artifacts : [];
      return {
        scope: `c:${component}`,
        ties: [
          ...fixes.map(key => ({ component, scope: `i:${key}` })),
          ...builds.map(name => ({ component, scope: `a:${name}` })),
        ],
      };
    }
    case 'verdict':
      return { scope: `c:${componentOf(fact.deployment)[0] ?? ''}`, ties: [] };
    case 'commit':
    case 'pull_request':
      return { scope: `r:${fact.repository}`, ties: [] };
    case 'build':
      return {
        scope:
          fact.repository === undefined
            ? `a:${fact.artifacts?.[0] ?? ''}`
            : `r:${fact.repository}`,
        ties: [],
      };
    case 'incident': {
      const scope = `i:${naturalKey(fact)}`;
      const components = new Set([
        ...(fact.component === undefined ? [] : [fact.component]),
        ...(fact.causedBy ?? []).flatMap(componentOf),
        ...(fact.fixedBy ?? []).flatMap(componentOf),
      ]);
      return {
        scope,
        ties: [...components].map(component => ({ component, scope })),
      };
    }
    default:
      return fact satisfies never;
  }
}

/** A build of nobody's repository is found by its artifact, so each gets a statement of its own. */
function split(fact: Fact): Fact[] {
  if (fact.type !== 'build' || fact.repository !== undefined) return [fact];
  const { artifacts = [] } = fact;
  if (artifacts.length < 2) return [fact];
  return artifacts.map(artifact => ({
    ...fact,
    artifacts: [artifact],
    externalId: `${fact.externalId}#${artifact}`,
  }));
}

/** Forges tell repositories apart whatever the case of their letters. */
function normalise(fact: Fact): Fact {
  return 'repository' in fact && fact.repository !== undefined
    ? { ...fact, repository: fact.repository.toLowerCase() }
    : fact;
}

/**
 * Facts as rows. Keys stand in the order of the schema, so equal facts have equal hashes.
 *
 * @throws ZodError for what is no fact; it names the field.
 */
export function factRows(inputs: readonly FactInput[]): FactRow[] {
  const rows = new Map<string, FactRow>();
  for (const input of inputs) {
    for (const body of split(normalise(parseFact(input)))) {
      const digest = createHash('sha256').update(JSON.stringify(body)).digest();
      const hash = digest.subarray(0, 16).toString('hex');
      rows.set(hash, {
        hash,
        type: body.type,
        at: body.at,
        body,
        ...placeOf(body),
      });
    }
  }
  return [...rows.values()];
}

import {
  analyse,
  deploymentKey,
  measure,
  parseFact,
  type ComponentDefinition,
  type DeliveryMetrics,
  type Fact,
  type FactInput,
  type MeasureOptions,
} from '../index';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const START = Date.parse('2026-03-02T00:00:00Z');

/** An instant so many hours after Monday, 2 March 2026, UTC. */
export const hour = (hours: number): number => START + hours * HOUR;

type Of<T extends FactInput['type']> = Extract<FactInput, { type: T }>;
type Change<T extends FactInput['type']> = Partial<Omit<Of<T>, 'type'>>;

export const SHOP: ComponentDefinition = {
  uid: 'shop',
  repository: 'acme/shop',
  incidentSources: ['pager'],
};

/** The key of a deployment that `deployed` made in `prod`. */
export const keyOf = (
  externalId: string,
  environment = 'prod',
  component = 'shop',
): string =>
  deploymentKey({ source: 'ci', environment, component, externalId });

/** A success in production that ended so many hours after the start. */
export function deployed(
  externalId: string,
  endHour: number,
  change: Change<'deployment'> = {},
): Fact {
  return parseFact({
    type: 'deployment',
    source: 'ci',
    environment: 'prod',
    component: 'shop',
    externalId,
    tier: 'production',
    result: 'succeeded',
    finishedAt: hour(endHour),
    at: hour(endHour),
    ...change,
  });
}

/** A commit, by default on top of its predecessor by number: `c3` follows `c2`. */
export function committed(
  sha: string,
  authoredHour: number,
  change: Change<'commit'> = {},
): Fact {
  const number = Number(sha.slice(1));
  return parseFact({
    type: 'commit',
    repository: 'acme/shop',
    sha,
    at: hour(authoredHour),
    authoredAt: hour(authoredHour),
    parents: number > 1 ? [`${sha[0]}${number - 1}`] : [],
    authorType: 'human',
    ...change,
  });
}

export function merged(
  number: number,
  change: Change<'pull_request'> = {},
): Fact {
  return parseFact({
    type: 'pull_request',
    repository: 'acme/shop',
    number,
    at: START,
    ...change,
  });
}

export function alarmed(
  externalId: string,
  openedHour: number,
  change: Change<'incident'> = {},
): Fact {
  return parseFact({
    type: 'incident',
    source: 'pager',
    component: 'shop',
    externalId,
    at: hour(openedHour),
    openedAt: hour(openedHour),
    ...change,
  });
}

export function judged(deployment: string, failed: boolean): Fact {
  return parseFact({
    type: 'verdict',
    deployment,
    failed,
    by: 'user:default/ada',
    at: hour(1000),
  });
}

/** A month from the start on, seen from three months later. */
export const MARCH: MeasureOptions = {
  window: { start: START, end: START + 28 * DAY },
  asOf: START + 100 * DAY,
};

export function measured(
  facts: readonly Fact[],
  component: ComponentDefinition = SHOP,
  options: Partial<MeasureOptions> = {},
): DeliveryMetrics {
  return measure(analyse(component, facts), { ...MARCH, ...options });
}

/** Which deployments failed, by external id, with the rule. */
export function failuresOf(
  facts: readonly Fact[],
  component: ComponentDefinition = SHOP,
): Record<string, string> {
  return Object.fromEntries(
    analyse(component, facts)
      .deployments.filter(({ failed }) => failed)
      .map(({ id, evidence }) => [id.split('/').pop(), evidence[0].rule]),
  );
}

/** The kinds of all deployments, in order. */
export function kindsOf(
  facts: readonly Fact[],
  component: ComponentDefinition = SHOP,
): string[] {
  return analyse(component, facts).deployments.map(({ kind }) => kind);
}

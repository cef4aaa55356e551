import { z } from 'zod';

/** An instant: ISO 8601 with an offset, or milliseconds since 1970. Milliseconds once parsed. */
const instant = z.union([
  z.iso.datetime({ offset: true }).transform(text => Date.parse(text)),
  z.int(),
]);

const name = z.string().min(1);

/** Order and repetition carry no meaning, so both are taken away. */
const nameSet = z.array(name).transform(names => [...new Set(names)].sort());

/** When the source says that this holds. The latest statement wins, never the latest arrival. */
const said = { at: instant };

/** One target of one deployment. Natural key: source, environment, component, external id. @public */
export const deploymentFactSchema = z.object({
  ...said,
  type: z.literal('deployment'),
  source: name,
  environment: name,
  /** The stable uid of the component, which survives a new name. */
  component: name,
  externalId: name,
  /** Only `production` is counted. */
  tier: name.optional(),
  startedAt: instant.optional(),
  /** For a success: when the status was created, not when its record last changed. */
  finishedAt: instant.optional(),
  result: z.enum(['succeeded', 'failed']).optional(),
  /** A success below 100 is a canary, and no end. */
  trafficPercent: z.number().min(0).max(100).optional(),
  /** Whether a failure had changed production. Unknown counts as no. */
  reachedProduction: z.boolean().optional(),
  artifacts: nameSet.optional(),
  /** The commit of the source, never that of a GitOps repository: that is `configRevision`. */
  revision: name.optional(),
  configRevision: name.optional(),
  releaseId: name.optional(),
  labels: nameSet.optional(),
  planned: z.boolean().optional(),
  /** What the source calls it. */
  declaredKind: z.enum(['rollback', 'rollforward']).optional(),
  /** Natural keys of deployments that this one is declared to mend. */
  remediates: nameSet.optional(),
  /** Natural keys of incidents that this one is declared to fix. */
  fixes: nameSet.optional(),
  /** The source's history jumped before this one: others may be missing. */
  gap: z.boolean().optional(),
});

/** Natural key: repository, sha. @public */
export const commitFactSchema = z.object({
  ...said,
  type: z.literal('commit'),
  repository: name,
  sha: name,
  parents: z.array(name).optional(),
  /** Author date: where the lead time starts. */
  authoredAt: instant.optional(),
  /** Committer date: for order only, as a rebase changes it. */
  committedAt: instant.optional(),
  authorType: z.enum(['human', 'bot']).optional(),
  /** Changed files. Left out when unknown. */
  paths: nameSet.optional(),
  cherryPickOf: name.optional(),
  revertOf: name.optional(),
});

/** Natural key: repository, number. @public */
export const pullRequestFactSchema = z.object({
  ...said,
  type: z.literal('pull_request'),
  repository: name,
  number: z.int().positive(),
  openedAt: instant.optional(),
  /** The earliest that is stated. */
  firstReviewAt: instant.optional(),
  mergedAt: instant.optional(),
  mergeMethod: z.enum(['merge', 'squash', 'rebase']).optional(),
  mergeCommit: name.optional(),
  /** The commits of its branch, as they were before the merge. */
  commits: nameSet.optional(),
  /** The tip of its branch. Where `commits` are unknown they are those that lead to it. */
  headCommit: name.optional(),
  labels: nameSet.optional(),
  branch: name.optional(),
  /** The number of the pull request that this one reverts. */
  reverts: z.int().positive().optional(),
});

/** Which commit an artifact was built from. Natural key: source, external id. @public */
export const buildFactSchema = z.object({
  ...said,
  type: z.literal('build'),
  source: name,
  externalId: name,
  repository: name.optional(),
  revision: name.optional(),
  artifacts: nameSet.optional(),
});

/** Natural key: source, external id. @public */
export const incidentFactSchema = z.object({
  ...said,
  type: z.literal('incident'),
  source: name,
  externalId: name,
  component: name.optional(),
  /** Left out when it concerns every environment. */
  environment: name.optional(),
  openedAt: instant.optional(),
  resolvedAt: instant.optional(),
  reopenedAt: instant.optional(),
  /** Natural keys of the deployments that caused it, where someone said so. */
  causedBy: nameSet.optional(),
  /** Natural keys of the deployments that fixed it. */
  fixedBy: nameSet.optional(),
  /** Who corrected it by hand, and why. */
  by: name.optional(),
  note: z.string().optional(),
});

/** A person's word on a deployment. Natural key: the deployment. @public */
export const verdictFactSchema = z.object({
  ...said,
  type: z.literal('verdict'),
  deployment: name,
  failed: z.boolean(),
  by: name,
  note: z.string().optional(),
});

/** Anything that can be said about delivery. @public */
export const factSchema = z.discriminatedUnion('type', [
  deploymentFactSchema,
  commitFactSchema,
  pullRequestFactSchema,
  buildFactSchema,
  incidentFactSchema,
  verdictFactSchema,
]);

/** @public */
export type DeploymentFact = z.output<typeof deploymentFactSchema>;
/** @public */
export type CommitFact = z.output<typeof commitFactSchema>;
/** @public */
export type PullRequestFact = z.output<typeof pullRequestFactSchema>;
/** @public */
export type BuildFact = z.output<typeof buildFactSchema>;
/** @public */
export type IncidentFact = z.output<typeof incidentFactSchema>;
/** @public */
export type VerdictFact = z.output<typeof verdictFactSchema>;
/** A fact after parsing: instants are milliseconds. @public */
export type Fact = z.output<typeof factSchema>;
/** A fact as it is sent: instants may be ISO 8601. @public */
export type FactInput = z.input<typeof factSchema>;

/**
 * Reads one fact as it came over the wire.
 *
 * @throws ZodError when a field is missing or has the wrong form; it names the field.
 * @public
 */
export function parseFact(input: unknown): Fact {
  return factSchema.parse(input);
}

import { z } from 'zod';

const instant = z.iso.datetime({ offset: true });
const account = z.object({ login: z.string(), type: z.string().optional() });

const repository = z.object({
  full_name: z.string().min(1),
  default_branch: z.string().optional(),
});

const person = z.object({
  name: z.string().nullish(),
  email: z.string().nullish(),
  username: z.string().nullish(),
});

export const pushSchema = z.object({
  ref: z.string(),
  before: z.string(),
  after: z.string().optional(),
  deleted: z.boolean().default(false),
  forced: z.boolean().default(false),
  repository,
  commits: z
    .array(
      z.object({
        id: z.string().min(1),
        distinct: z.boolean().optional(),
        message: z.string(),
        timestamp: instant,
        author: person,
        added: z.array(z.string()).optional(),
        removed: z.array(z.string()).optional(),
        modified: z.array(z.string()).optional(),
      }),
    )
    .default([]),
});

export const pullRequestSchema = z.object({
  number: z.int().positive(),
  body: z.string().nullish(),
  created_at: instant,
  updated_at: instant,
  merged_at: instant.nullish(),
  merge_commit_sha: z.string().nullish(),
  user: account.nullish(),
  labels: z.array(z.object({ name: z.string() })).default([]),
  head: z.object({ ref: z.string(), sha: z.string() }),
});

export const pullRequestEventSchema = z.object({
  action: z.string(),
  repository,
  pull_request: pullRequestSchema,
});

export const reviewEventSchema = z.object({
  action: z.string(),
  repository,
  // Shorter than in other events.
  pull_request: z.object({
    number: z.int().positive(),
    user: account.nullish(),
  }),
  review: z.object({
    submitted_at: instant.nullish(),
    user: account.nullish(),
  }),
});

/** What a deployment may carry; all of it is up to whoever makes it. */
const payload = z
  .object({
    components: z.array(z.string()).optional(),
    component: z.string().optional(),
    images: z.array(z.string()).optional(),
    image: z.string().optional(),
    release: z.string().optional(),
    planned: z.boolean().optional(),
    fixes: z.array(z.string()).optional(),
  })
  // A form of its own means something to somebody else.
  .catch({});

export const deploymentSchema = z.object({
  id: z.union([z.int(), z.string().min(1)]),
  sha: z.string().min(1),
  task: z.string().default('deploy'),
  environment: z.string().min(1),
  production_environment: z.boolean().nullish(),
  transient_environment: z.boolean().nullish(),
  payload: z
    .unknown()
    .transform(value => {
      if (typeof value !== 'string') return value;
      try {
        return JSON.parse(value) as unknown;
      } catch {
        return {};
      }
    })
    .pipe(payload),
  created_at: instant,
});

export const deploymentStatusSchema = z.object({
  state: z.string(),
  created_at: instant,
});

export const deploymentEventSchema = z.object({
  action: z.string().default('created'),
  repository,
  deployment: deploymentSchema,
  deployment_status: deploymentStatusSchema.optional(),
});

export const workflowRunSchema = z.object({
  id: z.int(),
  name: z.string().nullish(),
  path: z.string().nullish(),
  head_sha: z.string().min(1),
  status: z.string().nullish(),
  conclusion: z.string().nullish(),
  run_started_at: instant.nullish(),
  created_at: instant,
  updated_at: instant,
});

export const workflowRunEventSchema = z.object({
  action: z.string(),
  repository,
  workflow_run: workflowRunSchema,
});

export const releaseEventSchema = z.object({
  action: z.string(),
  repository,
  release: z.object({
    id: z.int(),
    tag_name: z.string(),
    target_commitish: z.string(),
    draft: z.boolean().default(false),
    prerelease: z.boolean().default(false),
    published_at: instant.nullish(),
  }),
});

export type PullRequest = z.output<typeof pullRequestSchema>;
export type Deployment = z.output<typeof deploymentSchema>;
export type DeploymentStatus = z.output<typeof deploymentStatusSchema>;
export type WorkflowRun = z.output<typeof workflowRunSchema>;

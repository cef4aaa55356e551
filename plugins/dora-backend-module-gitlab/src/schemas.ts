import { z } from 'zod';

/** GitLab writes `2026-03-02T10:00:00Z`, `2026-03-02 10:00:00 UTC` and `2026-03-02 10:00:00 +0100`. */
export const gitlabInstant = z
  .string()
  .transform(text =>
    text
      .trim()
      .replace(/^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)/, '$1T$2')
      .replace(/ ?UTC$/, 'Z')
      .replace(/ ?([+-]\d\d):?(\d\d)$/, '$1:$2'),
  )
  .pipe(z.iso.datetime({ offset: true }));

const project = z.object({
  path_with_namespace: z.string().min(1),
  default_branch: z.string().nullish(),
});

const files = z.array(z.string()).optional();

export const pushSchema = z.object({
  ref: z.string(),
  before: z.string(),
  after: z.string(),
  project,
  total_commits_count: z.int().optional(),
  commits: z
    .array(
      z.object({
        id: z.string().min(1),
        message: z.string(),
        timestamp: gitlabInstant,
        author: z.object({
          name: z.string().nullish(),
          email: z.string().nullish(),
        }),
        added: files,
        modified: files,
        removed: files,
      }),
    )
    .default([]),
});

export const mergeRequestSchema = z.object({
  project,
  user: z.object({ id: z.int().optional(), username: z.string().optional() }),
  labels: z.array(z.object({ title: z.string() })).default([]),
  object_attributes: z.object({
    iid: z.int().positive(),
    action: z.string().optional(),
    author_id: z.int().nullish(),
    description: z.string().nullish(),
    created_at: gitlabInstant,
    updated_at: gitlabInstant,
    merged_at: gitlabInstant.nullish(),
    state: z.string(),
    source_branch: z.string(),
    merge_commit_sha: z.string().nullish(),
    squash_commit_sha: z.string().nullish(),
    last_commit: z.object({ id: z.string().min(1) }).nullish(),
  }),
});

export const noteSchema = z.object({
  project,
  object_attributes: z.object({
    noteable_type: z.string(),
    author_id: z.int(),
    system: z.boolean().nullish(),
    created_at: gitlabInstant,
  }),
  merge_request: z
    .object({ iid: z.int().positive(), author_id: z.int() })
    .nullish(),
});

export const deploymentSchema = z.object({
  status: z.string(),
  status_changed_at: gitlabInstant,
  deployment_id: z.union([z.int(), z.string().min(1)]),
  environment: z.string().min(1),
  environment_tier: z.string().nullish(),
  commit_url: z.string().nullish(),
  project,
});

export const releaseSchema = z.object({
  id: z.int(),
  action: z.string(),
  tag: z.string(),
  released_at: gitlabInstant.nullish(),
  project,
  commit: z.object({ id: z.string() }).nullish(),
});

export const pipelineSchema = z.object({
  project,
  object_attributes: z.object({
    id: z.int(),
    name: z.string().nullish(),
    sha: z.string().min(1),
    ref: z.string(),
    status: z.string(),
    created_at: gitlabInstant,
    finished_at: gitlabInstant.nullish(),
  }),
});

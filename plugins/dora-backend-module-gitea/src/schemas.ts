import { z } from 'zod';

/** Gitea writes an instant that is none as the year 1. */
const instant = z.iso.datetime({ offset: true });
const account = z.object({ login: z.string() });

const repository = z.object({
  full_name: z.string().min(1),
  default_branch: z.string().optional(),
});

export const pushSchema = z.object({
  ref: z.string(),
  before: z.string(),
  after: z.string(),
  total_commits: z.int().optional(),
  repository,
  commits: z
    .array(
      z.object({
        id: z.string().min(1),
        message: z.string(),
        timestamp: instant,
        author: z.object({
          name: z.string().nullish(),
          email: z.string().nullish(),
          username: z.string().nullish(),
        }),
        added: z.array(z.string()).nullish(),
        removed: z.array(z.string()).nullish(),
        modified: z.array(z.string()).nullish(),
      }),
    )
    .nullish(),
});

export const pullRequestEventSchema = z.object({
  action: z.string(),
  repository,
  sender: account.nullish(),
  pull_request: z.object({
    number: z.int().positive(),
    body: z.string().nullish(),
    user: account.nullish(),
    created_at: instant,
    updated_at: instant,
    merged: z.boolean().default(false),
    merged_at: instant.nullish(),
    merge_commit_sha: z.string().nullish(),
    labels: z.array(z.object({ name: z.string() })).nullish(),
    head: z.object({ ref: z.string(), sha: z.string() }),
  }),
});

export const workflowRunEventSchema = z.object({
  repository,
  workflow_run: z.object({
    id: z.int(),
    name: z.string().nullish(),
    display_title: z.string().nullish(),
    path: z.string().nullish(),
    head_sha: z.string().min(1),
    status: z.string(),
    conclusion: z.string().nullish(),
    started_at: instant.nullish(),
    completed_at: instant.nullish(),
  }),
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

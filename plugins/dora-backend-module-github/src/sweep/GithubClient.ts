import { z } from 'zod';
import {
  deploymentSchema,
  deploymentStatusSchema,
  pullRequestSchema,
  workflowRunSchema,
} from '../translate/schemas';

const instant = z.iso.datetime({ offset: true });
const signature = z.object({
  name: z.string().nullish(),
  email: z.string().nullish(),
  date: instant,
});

export const apiCommitSchema = z.object({
  sha: z.string().min(1),
  parents: z.array(z.object({ sha: z.string().min(1) })),
  commit: z.object({
    message: z.string(),
    author: signature,
    committer: signature,
  }),
  author: z.object({ login: z.string() }).nullish().catch(null),
});

export const apiReviewSchema = z.object({
  submitted_at: instant.nullish(),
  user: z.object({ login: z.string(), type: z.string().optional() }).nullish(),
});

export const apiPullRequestSchema = pullRequestSchema;
export const apiDeploymentSchema = deploymentSchema;
export const apiDeploymentStatusSchema = deploymentStatusSchema;
export const apiWorkflowRunsSchema = z.object({
  workflow_runs: z.array(workflowRunSchema),
});

export type ApiCommit = z.output<typeof apiCommitSchema>;
export type ApiReview = z.output<typeof apiReviewSchema>;
export type ApiPullRequest = z.output<typeof apiPullRequestSchema>;
export type ApiDeployment = z.output<typeof apiDeploymentSchema>;
export type ApiDeploymentStatus = z.output<typeof apiDeploymentStatusSchema>;
export type ApiWorkflowRun = z.output<
  typeof apiWorkflowRunsSchema
>['workflow_runs'][number];

/** GitHub wants to be left alone until an instant; what is left is asked for the next time. */
export class RateLimitedError extends Error {
  constructor(readonly until: number) {
    super('GitHub asks to wait before it is asked again.');
    this.name = 'RateLimitedError';
  }
}

/** What the sweep asks GitHub, of one repository, the newest first and within bounds. */
export interface GithubClient {
  commits(repository: string, since: number): Promise<ApiCommit[]>;
  /** Those that changed since. */
  pullRequests(repository: string, since: number): Promise<ApiPullRequest[]>;
  pullRequestCommits(repository: string, number: number): Promise<ApiCommit[]>;
  reviews(repository: string, number: number): Promise<ApiReview[]>;
  /** Those that were made since. */
  deployments(repository: string, since: number): Promise<ApiDeployment[]>;
  statuses(
    repository: string,
    deployment: string | number,
  ): Promise<ApiDeploymentStatus[]>;
  workflowRuns(repository: string, since: number): Promise<ApiWorkflowRun[]>;
}

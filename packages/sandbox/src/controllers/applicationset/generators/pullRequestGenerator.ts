import { RE2JS } from 're2js';
import { slugifyName } from '../names';
import type { Parameters, PullRequestGenerator } from '../types';
import type { Generate } from './generatorTypes';
import { listGiteaPulls, type PullRequest } from './listGiteaPulls';
import { withValues } from './templatedValues';

/** As long as leaves room for a suffix in a DNS label. */
const SLUG_LENGTH = 50;

/** One parameter set per open pull request. */
export const generatePullRequests: Generate<PullRequestGenerator> = async (
  generator,
  context,
) => {
  const { gitea } = generator;
  if (!gitea) {
    throw new Error(
      'failed to select pull request service provider: only gitea is known here; use spec.generators[].pullRequest.gitea',
    );
  }
  const token = gitea.tokenRef
    ? await context
        .readSecret(gitea.tokenRef.secretName, gitea.tokenRef.key)
        .catch(error => {
          throw new Error(
            `failed to select pull request service provider: error fetching Secret token: ${
              (error as Error).message
            }`,
          );
        })
    : undefined;
  const pulls = await listGiteaPulls({
    ...gitea,
    token,
    signal: context.signal,
    mayBeAbsent: generator.continueOnRepoNotFoundError,
  });
  const filters = compileFilters(generator);
  return pulls
    .filter(pull => !filters.length || filters.some(passes => passes(pull)))
    .map(pull => {
      const parameters = withValues(
        parametersOf(pull),
        generator.values,
        context,
      );
      // The labels are a list, which only Go templates can use.
      return context.goTemplate
        ? { ...parameters, labels: pull.labels }
        : parameters;
    });
};

function parametersOf(pull: PullRequest): Parameters {
  const slug = (name: string) => slugifyName(name, { maxLength: SLUG_LENGTH });
  return {
    number: String(pull.number),
    title: pull.title,
    branch: pull.branch,
    branch_slug: slug(pull.branch),
    target_branch: pull.targetBranch,
    target_branch_slug: slug(pull.targetBranch),
    head_sha: pull.headSha,
    head_short_sha: pull.headSha.slice(0, 8),
    head_short_sha_7: pull.headSha.slice(0, 7),
    author: pull.author,
  };
}

function compileFilters({ filters = [] }: PullRequestGenerator) {
  return filters.map(filter => {
    const compiled = (
      [
        [filter.branchMatch, 'branch'],
        [filter.targetBranchMatch, 'targetBranch'],
        [filter.titleMatch, 'title'],
      ] as const
    ).flatMap(([pattern, field]) => {
      if (!pattern) return [];
      try {
        return [{ expression: RE2JS.compile(pattern), field }];
      } catch (error) {
        throw new Error(
          `error compiling ${field} regexp ${JSON.stringify(pattern)}: ${
            (error as Error).message
          }`,
        );
      }
    });
    return (pull: PullRequest) =>
      compiled.every(({ expression, field }) =>
        expression.matcher(pull[field]).find(),
      );
  });
}

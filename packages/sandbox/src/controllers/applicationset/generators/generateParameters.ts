import type { Generator, Parameters, PullRequestGenerator } from '../types';
import { generateGit } from './gitGenerator';
import type { GeneratorContext } from './generatorTypes';
import { generateList } from './listGenerator';
import { generateMatrix, generateMerge } from './combinedGenerators';
import { generatePullRequests } from './pullRequestGenerator';
import { matchesSelector } from './matchesSelector';

/** Seconds after which a generator is asked again when it does not say. */
const GIT_SECONDS = 180;
const PULL_REQUEST_SECONDS = 1800;

/**
 * The parameter sets of one generator.
 *
 * @throws Error with Argo CD's words
 */
export async function generateParameters(
  generator: Generator,
  context: GeneratorContext,
): Promise<Parameters[]> {
  const all = await generateAll(generator, context);
  const { selector } = generator;
  return selector ? all.filter(it => matchesSelector(selector, it)) : all;
}

async function generateAll(
  generator: Generator,
  context: GeneratorContext,
): Promise<Parameters[]> {
  if (generator.list) return generateList(generator.list, context);
  if (generator.git) return generateGit(generator.git, context);
  if (generator.pullRequest) {
    return generatePullRequests(generator.pullRequest, context);
  }
  if (generator.matrix) {
    return generateMatrix(generator.matrix, context, generateParameters);
  }
  if (generator.merge) {
    return generateMerge(generator.merge, context, generateParameters);
  }
  const names = Object.keys(generator).filter(name => name !== 'selector');
  throw new Error(
    `the generator ${
      names.map(name => JSON.stringify(name)).join(', ') || '{}'
    } is not known here; use list, git, pullRequest, matrix or merge`,
  );
}

/** After how many seconds the generators must be asked again; undefined when changes of the set are enough. */
export function requeueSeconds(generators: Generator[]): number | undefined {
  const seconds = generators.flatMap(generator => {
    const { git, pullRequest, matrix, merge } = generator;
    if (git) return [git.requeueAfterSeconds ?? GIT_SECONDS];
    if (pullRequest) return [secondsOf(pullRequest)];
    const inner = matrix?.generators ?? merge?.generators;
    return inner ? requeueSeconds(inner) ?? [] : [];
  });
  return seconds.length ? Math.min(...seconds) : undefined;
}

function secondsOf({ requeueAfterSeconds }: PullRequestGenerator): number {
  return requeueAfterSeconds ?? PULL_REQUEST_SECONDS;
}

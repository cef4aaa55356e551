import {
  renderScore,
  type ScoreEnvironment,
  type ScoreProblem,
} from '@cairn/plugin-score-common';
import { manifestFiles, type TextFile } from './manifestFiles';
import type { PlatformFile } from './platformFile';

/** What a service is rendered from. @public */
export interface DeployOptions {
  /** The text of `score.yaml`. */
  score: string;
  /** Its name, for problems; `score.yaml` when left out. */
  scoreFile?: string;
  platform: PlatformFile;
  /** Texts of `overrides/<environment>.yaml` by environment. */
  overrides: Readonly<Record<string, string | undefined>>;
  /** Contents of files by the path their `source` in `score.yaml` gives. */
  files?: Record<string, string>;
  /** Only this environment. */
  environment?: string;
}

/** The manifests of a service. @public */
export interface Deploy {
  files: TextFile[];
  problems: ScoreProblem[];
}

function sameProblem(one: ScoreProblem, other: ScoreProblem): boolean {
  return (
    one.file === other.file &&
    one.line === other.line &&
    one.column === other.column &&
    one.message === other.message
  );
}

/**
 * Makes everything in `deploy/` that comes from `score.yaml`: what the golden path does at creation,
 * the command line in CI, and the portal when it brings a newer version.
 *
 * @returns no files when there is an error among the problems; a problem of several environments is
 * said once
 * @public
 */
export function renderDeploy(options: DeployOptions): Deploy {
  const { score, scoreFile, platform, overrides, files } = options;
  const wanted = platform.environments.filter(
    ({ name }) => !options.environment || name === options.environment,
  );
  const problems: ScoreProblem[] = [];
  const made = wanted.flatMap((environment: ScoreEnvironment) => {
    const override = overrides[environment.name];
    const rendering = renderScore({
      text: score,
      ...(scoreFile && { file: scoreFile }),
      environment,
      owner: platform.owner,
      ...(platform.component && { component: platform.component }),
      provisioners: platform.provisioners,
      ...(platform.images && { images: platform.images }),
      ...(files && { files }),
      ...(override !== undefined && { overrides: override }),
    });
    for (const problem of rendering.problems) {
      if (!problems.some(known => sameProblem(known, problem))) {
        problems.push(problem);
      }
    }
    return manifestFiles({
      environment: environment.name,
      manifests: rendering.manifests,
    });
  });
  return {
    files: problems.some(({ severity }) => severity === 'error') ? [] : made,
    problems,
  };
}

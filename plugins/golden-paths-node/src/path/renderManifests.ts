import { InputError } from '@backstage/errors';
import {
  PLATFORM_FILE,
  renderDeploy,
  renderPlatformFile,
} from '@cairn/plugin-golden-paths-common';
import {
  parseScore,
  standardEnvironment,
  type Provisioner,
  type ScoreProblem,
  type ScoreWorkload,
} from '@cairn/plugin-score-common';
import type { RenderedFile } from '../types';

/** The environments of a path that names none. @public */
export const DEFAULT_ENVIRONMENTS = ['dev', 'prod'] as const;
const LEFT_TO_PIPELINE = '.';

/** What to render manifests from. @public */
export interface RenderManifestsOptions {
  /** The files of the repository; `score.yaml`, `overrides/` and mounted files are read. */
  files: readonly RenderedFile[];
  owner: string;
  environments?: readonly string[];
  /** The image of containers whose own is `.`. */
  image: string;
  /** Images by container, in place of those in the file. */
  images?: Record<string, string>;
  provisioners: readonly Provisioner[];
}

function describe({ file, line, column, ...rest }: ScoreProblem): string {
  const { field, message, mend } = rest;
  const at = field === '' ? '' : ` ${field}:`;
  return `${file}:${line}:${column}${at} ${message} ${mend}`;
}

function fail(problems: readonly ScoreProblem[]): never {
  const errors = problems.filter(({ severity }) => severity === 'error');
  throw new InputError(errors.map(describe).join('\n'));
}

function imagesOf(
  workload: ScoreWorkload,
  options: RenderManifestsOptions,
): Record<string, string> {
  const left = Object.entries(workload.containers).filter(
    ([, { image }]) => image === LEFT_TO_PIPELINE,
  );
  return {
    ...Object.fromEntries(left.map(([name]) => [name, options.image])),
    ...options.images,
  };
}

/**
 * Renders `deploy/<environment>/` from `score.yaml` and `overrides/`, and the file that says with what.
 *
 * @throws InputError with file, line and column of each problem.
 * @public
 */
export function renderManifests(options: RenderManifestsOptions): {
  files: RenderedFile[];
  warnings: string[];
  workload: ScoreWorkload;
} {
  const { owner, environments = DEFAULT_ENVIRONMENTS } = options;
  const texts = new Map(
    options.files.map(({ path, content }) => [path, content.toString('utf8')]),
  );
  const score = texts.get('score.yaml');
  if (score === undefined) {
    throw new InputError(
      'There is no score.yaml. The manifests are rendered from it; put one into the skeleton.',
    );
  }
  const { workload, problems: broken } = parseScore({ text: score });
  if (!workload) {
    return fail(broken);
  }
  const types = new Set(
    Object.values(workload.resources ?? {}).map(({ type }) => type),
  );
  const platform = {
    owner,
    images: imagesOf(workload, options),
    environments: environments.map(name =>
      standardEnvironment({ name, owner }),
    ),
    // Only what it uses: the file is kept in the repository.
    provisioners: options.provisioners.filter(({ type }) => types.has(type)),
  };
  const overrides = Object.fromEntries(
    environments.map(name => [name, texts.get(`overrides/${name}.yaml`)]),
  );
  const { files, problems } = renderDeploy({
    score,
    platform: { ...platform, provisioners: [...options.provisioners] },
    overrides,
    files: Object.fromEntries(texts),
  });
  if (problems.some(({ severity }) => severity === 'error')) {
    fail(problems);
  }
  const made = [
    ...files,
    { path: PLATFORM_FILE, content: renderPlatformFile(platform) },
  ];
  return {
    files: made.map(({ path, content }) => ({
      path,
      content: Buffer.from(content, 'utf8'),
      executable: false,
    })),
    warnings: problems.map(describe),
    workload,
  };
}

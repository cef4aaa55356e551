import { InputError } from '@backstage/errors';
import {
  observabilityFiles,
  parseScore,
  standardEnvironment,
  type ServiceLanguage,
} from '@cairn/plugin-score-common';
import type { RenderedFile } from '../types';
import { DEFAULT_ENVIRONMENTS } from './renderManifests';

/** Languages whose runtime dashboards know. @public */
export const LANGUAGES = [
  'typescript',
  'react',
  'go',
  'java',
  'python',
] as const satisfies readonly ServiceLanguage[];

/**
 * Makes `observability/`: the dashboard and the alerts of the workload in `score.yaml`.
 *
 * @throws InputError
 * @public
 */
export function renderObservability(options: {
  /** The files of the repository; `score.yaml` is read. */
  files: readonly RenderedFile[];
  owner: string;
  component: string;
  language: string;
  portalUrl?: string;
  environments?: readonly string[];
}): RenderedFile[] {
  const { files, owner, component, portalUrl } = options;
  const { environments = DEFAULT_ENVIRONMENTS } = options;
  const language = LANGUAGES.find(it => it === options.language);
  if (!language) {
    throw new InputError(
      `There is no dashboard for the language "${
        options.language
      }". Use one of ${LANGUAGES.join(', ')}.`,
    );
  }
  const score = files.find(({ path }) => path === 'score.yaml');
  const { workload } = parseScore({
    text: score?.content.toString('utf8') ?? '',
  });
  if (!workload) {
    throw new InputError(
      'The dashboard is made from score.yaml, which is missing or cannot be read. The step cairn:score:render says what is wrong with it.',
    );
  }
  return observabilityFiles({
    workload,
    owner,
    component,
    language,
    environments: environments.map(name =>
      standardEnvironment({ name, owner }),
    ),
    ...(portalUrl && { portalUrl }),
  }).map(({ path, content }) => ({
    path,
    content: Buffer.from(content, 'utf8'),
    executable: false,
  }));
}

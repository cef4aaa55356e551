import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  DEFAULT_ENVIRONMENTS,
  readSkeleton,
  renderManifests,
  writeFiles,
} from '@cairn/plugin-golden-paths-node';
import { toError } from '@backstage/errors';
import { join } from 'node:path';
import type { ProvisionerReader } from '../clients/ProvisionerReader';
import { rm } from 'node:fs/promises';
import { examples } from './createScoreRenderAction.examples';
import { ENVIRONMENT, NAME, TEAM_NAME } from './fields';
import { readKeptValues } from './readKeptValues';

/** Renders manifests from the score.yaml in the workspace. */
export function createScoreRenderAction(options: {
  provisioners: ProvisionerReader;
  imageRegistry: string;
}) {
  const { provisioners: reader, imageRegistry } = options;
  return createTemplateAction({
    id: 'cairn:score:render',
    description:
      'Renders score.yaml to deploy/<environment>/, with what the clusters offer now.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        name: z => z.string().regex(NAME).describe('Name of the component'),
        owner: z => z.string().regex(TEAM_NAME).describe('The owning team'),
        path: z =>
          z
            .string()
            .optional()
            .describe(
              'The folder that score.yaml is in; the workspace when left out',
            ),
        environments: z =>
          z
            .array(z.string().regex(ENVIRONMENT))
            .min(1)
            .optional()
            .describe(`${DEFAULT_ENVIRONMENTS.join(', ')} when left out`),
        images: z =>
          z
            .record(z.string())
            .optional()
            .describe('Images by container, in place of those in score.yaml'),
      },
      output: {
        files: z => z.array(z.string()).describe('Paths of the manifests'),
        warnings: z => z.array(z.string()),
      },
    },
    async handler(ctx) {
      const { name, owner, environments, images } = ctx.input;
      const dir = resolveSafeChildPath(
        ctx.workspacePath,
        ctx.input.path ?? '.',
      );
      const { provisioners, hints } = await reader.read();
      const kept = await readKeptValues(dir);
      const image = kept?.image;
      const render = async () => {
        try {
          return renderManifests({
            files: await readSkeleton(dir),
            owner,
            environments,
            image:
              typeof image === 'string'
                ? image
                : `${imageRegistry}/${owner}/${name}:0.1.0`,
            images,
            provisioners,
          });
        } catch (error) {
          const { message } = toError(error);
          throw new InputError([message, ...hints].join('\n'));
        }
      };
      const { files, warnings } = await render();
      await rm(join(dir, 'deploy'), { recursive: true, force: true });
      await writeFiles(dir, files);
      for (const warning of warnings) {
        ctx.logger.warn(warning);
      }
      ctx.logger.info(`${files.length} files with manifests.`);
      ctx.output(
        'files',
        files.map(({ path }) => path),
      );
      ctx.output('warnings', warnings);
    },
  });
}

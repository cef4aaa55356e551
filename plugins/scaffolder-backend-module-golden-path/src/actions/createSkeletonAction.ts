import type { UrlReaderService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import type { ScmIntegrationRegistry } from '@backstage/integration';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  renderTemplateFile,
  TEMPLATE_FILE,
  TEMPLATE_VERSION_ANNOTATION,
} from '@cairn/plugin-golden-paths-common';
import {
  DEFAULT_LAYERS,
  deriveValues,
  fetchLayers,
  forgeOf,
  renderSkeleton,
  writeFiles,
} from '@cairn/plugin-golden-paths-node';
import type { GoldenPathSettings } from '../readSettings';
import { assertNoSecrets } from './assertNoSecrets';
import { examples } from './createSkeletonAction.examples';
import { NAME, ORGANISATION, TEAM_NAME } from './fields';

/** Fills in the skeletons of a path. */
export function createSkeletonAction(options: {
  settings: GoldenPathSettings;
  reader: UrlReaderService;
  integrations: ScmIntegrationRegistry;
}) {
  const { settings, reader, integrations } = options;
  return createTemplateAction({
    id: 'cairn:skeleton',
    description:
      'Fills in the skeletons of a golden path, layer on layer, and keeps in .cairn/template.yaml what they were filled in with.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        name: z => z.string().regex(NAME).describe('Name of the component'),
        owner: z => z.string().regex(TEAM_NAME).describe('The owning team'),
        repository: z =>
          z
            .object({ host: z.string(), owner: z.string().regex(ORGANISATION) })
            .describe('Where the repository will be'),
        description: z => z.string().optional(),
        system: z => z.string().optional(),
        database: z => z.string().optional().describe('A size, or none'),
        cache: z => z.string().optional().describe('A size, or none'),
        layers: z =>
          z
            .array(z.string())
            .min(1)
            .optional()
            .describe(
              `Folders relative to template.yaml, within the folder of all templates; later ones win. ${DEFAULT_LAYERS.join(
                ', ',
              )} when left out`,
            ),
        copyWithoutTemplating: z =>
          z
            .array(z.string())
            .optional()
            .describe('Globs; the content of what matches is taken as it is'),
        values: z =>
          z
            .record(z.any())
            .optional()
            .describe("The template's own values; never secrets"),
      },
      output: {
        files: z => z.array(z.string()).describe('Paths of all files'),
      },
    },
    async handler(ctx) {
      const {
        layers,
        copyWithoutTemplating,
        values: own,
        ...choices
      } = ctx.input;
      const { templateInfo } = ctx;
      if (!templateInfo?.baseUrl) {
        throw new InputError(
          'It is not known where the template is, so its skeletons cannot be found. Register the template in the catalog.',
        );
      }
      const version =
        templateInfo.entity?.metadata.annotations?.[
          TEMPLATE_VERSION_ANNOTATION
        ];
      if (!version) {
        throw new InputError(
          `The template has no version. Set its annotation ${TEMPLATE_VERSION_ANNOTATION}.`,
        );
      }
      const template = { ref: templateInfo.entityRef, version };
      const values = deriveValues({
        choices,
        settings: { ...settings, template },
        forge: forgeOf(integrations, choices.repository.host),
        own,
      });
      assertNoSecrets(values, ctx.secrets);
      const skeletons = await fetchLayers({
        baseUrl: templateInfo.baseUrl,
        layers: layers ?? DEFAULT_LAYERS,
        reader,
        integrations,
        createDirectory: () => ctx.createTemporaryDirectory(),
      });
      const files = await renderSkeleton({
        skeletons,
        values,
        copyWithoutTemplating,
      });
      const kept = renderTemplateFile({
        template: template.ref,
        version,
        values,
      });
      await writeFiles(ctx.workspacePath, [
        ...files,
        {
          path: TEMPLATE_FILE,
          content: Buffer.from(kept, 'utf8'),
          executable: false,
        },
      ]);
      ctx.logger.info(
        `${files.length} files from ${template.ref}, version ${version}.`,
      );
      ctx.output('files', [...files.map(({ path }) => path), TEMPLATE_FILE]);
    },
  });
}

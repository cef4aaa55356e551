import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  DEFAULT_ENVIRONMENTS,
  LANGUAGES,
  readSkeleton,
  renderObservability,
  writeFiles,
} from '@cairn/plugin-golden-paths-node';
import { examples } from './createDashboardAction.examples';
import { ENVIRONMENT, NAME, TEAM_NAME } from './fields';

/** Makes the dashboard and the alerts of the workload in the workspace. */
export function createDashboardAction(options: { portalUrl: string }) {
  const { portalUrl } = options;
  return createTemplateAction({
    id: 'cairn:dashboard',
    description:
      'Makes a Grafana dashboard and alert rules for the workload in score.yaml, in observability/.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        name: z => z.string().regex(NAME).describe('Name of the component'),
        owner: z => z.string().regex(TEAM_NAME).describe('The owning team'),
        language: z => z.enum(LANGUAGES),
        environments: z =>
          z
            .array(z.string().regex(ENVIRONMENT))
            .min(1)
            .optional()
            .describe(`${DEFAULT_ENVIRONMENTS.join(', ')} when left out`),
      },
      output: { files: z => z.array(z.string()) },
    },
    async handler(ctx) {
      const { name: component, owner, language, environments } = ctx.input;
      const files = renderObservability({
        files: await readSkeleton(ctx.workspacePath),
        owner,
        component,
        language,
        portalUrl,
        environments,
      });
      await writeFiles(ctx.workspacePath, files);
      const paths = files.map(({ path }) => path);
      ctx.logger.info(`Made ${paths.join(' and ')}.`);
      ctx.output('files', paths);
    },
  });
}

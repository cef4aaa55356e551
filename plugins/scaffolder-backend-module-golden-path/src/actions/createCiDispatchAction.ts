import type { ScmIntegrationRegistry } from '@backstage/integration';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { forgeOf } from '@cairn/plugin-golden-paths-node';
import type { TeamGuard } from '../people/TeamGuard';
import { examples } from './createCiDispatchAction.examples';
import { explained } from './explained';
import { NAME, ORGANISATION, TEAM_NAME } from './fields';

/** Starts CI, unless the push has done so. */
export function createCiDispatchAction(options: {
  integrations: ScmIntegrationRegistry;
  guard: TeamGuard;
}) {
  const { integrations, guard } = options;
  return createTemplateAction({
    id: 'cairn:ci:dispatch',
    description:
      'Starts the first CI run where the forge has CI, unless the push has started it; says so where there is none.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        repository: z =>
          z
            .object({ host: z.string(), owner: z.string().regex(ORGANISATION) })
            .describe('Host of an integration, and organisation'),
        name: z => z.string().regex(NAME).describe('Name of the repository'),
        owner: z =>
          z
            .string()
            .regex(TEAM_NAME)
            .optional()
            .describe('The owning team; the organisation when left out'),
        commit: z =>
          z
            .string()
            .regex(/^[0-9a-f]{40}$/)
            .describe('The tip of the branch')
            .optional(),
        branch: z => z.string().optional().describe('main when left out'),
        workflow: z =>
          z
            .string()
            .regex(/^[\w.-]+$/)
            .optional()
            .describe('The file of the workflow; ci.yml when left out'),
      },
      output: {
        started: z => z.boolean(),
        message: z => z.string().describe('What became of it, as a sentence'),
        url: z => z.string().optional(),
      },
    },
    async handler(ctx) {
      const { repository, name, commit = '' } = ctx.input;
      const { branch = 'main', workflow = 'ci.yml' } = ctx.input;
      await guard.assertMayPublish(await ctx.getInitiatorCredentials(), {
        owner: ctx.input.owner ?? repository.owner,
        repository,
      });
      if (ctx.isDryRun) {
        ctx.output('started', false);
        ctx.output('message', 'CI would be started.');
        return;
      }
      const forge = forgeOf(integrations, repository.host);
      const ref = { owner: repository.owner, name };
      const { outcome, message, url } = await explained(
        () =>
          ctx.checkpoint({
            key: `ci.${commit}`,
            fn: async () => {
              const { url: at, ...rest } = await forge.startCi(ref, {
                branch,
                commit,
                workflow,
              });
              return { ...rest, ...(at !== undefined && { url: at }) };
            },
          }),
        () => [forge.addressOf(ref).url],
      );
      ctx.logger.info(url ? `${message} ${url}` : message);
      ctx.output('started', outcome !== 'none');
      ctx.output('message', message);
      if (url) {
        ctx.output('url', url);
      }
    },
  });
}

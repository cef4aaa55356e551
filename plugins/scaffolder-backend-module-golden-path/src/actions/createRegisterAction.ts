import type { AuthService } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import type { ScmIntegrationRegistry } from '@backstage/integration';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { addLocationTask } from '../clients/addLocationTask';
import { repositoryOf } from '../people/repositoryOf';
import type { TeamGuard } from '../people/TeamGuard';
import { examples } from './createRegisterAction.examples';
import { explained } from './explained';
import { NAME, TEAM_NAME } from './fields';

const LOCATION = 'backstage.io/managed-by-origin-location';

/** Adds the component to the catalog, once. */
export function createRegisterAction(options: {
  auth: AuthService;
  catalog: CatalogService;
  integrations: ScmIntegrationRegistry;
  guard: TeamGuard;
}) {
  const { auth, catalog, integrations, guard } = options;
  return createTemplateAction({
    id: 'cairn:register',
    description:
      'Adds the component to the catalog: the file of a repository of the team, and of nobody else. Unlike catalog:register it can be repeated.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        name: z => z.string().regex(NAME).describe('Name of the component'),
        owner: z => z.string().regex(TEAM_NAME).describe('The owning team'),
        catalogInfoUrl: z =>
          z.string().url().describe('Where catalog-info.yaml is'),
      },
      output: {
        entityRef: z => z.string(),
        catalogInfoUrl: z => z.string(),
      },
    },
    async handler(ctx) {
      const { name, owner, catalogInfoUrl } = ctx.input;
      const credentials = await ctx.getInitiatorCredentials();
      await guard.assertMember(credentials, owner);
      const repository = repositoryOf(integrations, { name, catalogInfoUrl });
      await guard.assertMayPublish(credentials, { owner, repository });
      const entityRef = `component:default/${name}`;
      ctx.output('entityRef', entityRef);
      ctx.output('catalogInfoUrl', catalogInfoUrl);
      if (ctx.isDryRun) {
        ctx.logger.info(`${entityRef} would be added to the catalog.`);
        return;
      }
      await explained(
        async () => {
          const present = await catalog.getEntityByRef(entityRef, {
            credentials,
          });
          const origin = present?.metadata.annotations?.[LOCATION];
          if (present && origin !== `url:${catalogInfoUrl}`) {
            throw new ConflictError(
              `The catalog has ${entityRef} already, from ${
                origin ?? 'elsewhere'
              }. Choose another name.`,
            );
          }
          await addLocationTask({ auth, catalog, target: catalogInfoUrl });
        },
        () => [catalogInfoUrl],
      );
      ctx.logger.info(`${entityRef} is being added to the catalog.`);
    },
  });
}

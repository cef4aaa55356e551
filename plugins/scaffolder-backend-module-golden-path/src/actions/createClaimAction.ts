import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { DEFAULT_ENVIRONMENTS } from '@cairn/plugin-golden-paths-node';
import type { ClaimsClient, PlacedClaim } from '../claims/ClaimsClient';
import type { NamesClient } from '../claims/NamesClient';
import { claimOf, wantedResources } from '../claims/wantedResources';
import type { ProvisionerReader } from '../clients/ProvisionerReader';
import type { TeamGuard } from '../people/TeamGuard';
import { examples } from './createClaimAction.examples';
import { explained } from './explained';
import { ENVIRONMENT, NAME, ORGANISATION, TEAM_NAME } from './fields';

function describe({ kind, name, namespace }: PlacedClaim): string {
  return `${kind} ${name} in ${namespace}`;
}

/** Checks or requests what a component needs, as the person. */
export function createClaimAction(options: {
  guard: TeamGuard;
  provisioners: ProvisionerReader;
  claims: ClaimsClient;
  names: NamesClient;
}) {
  const { guard, provisioners: reader, claims, names } = options;
  return createTemplateAction({
    id: 'cairn:claim',
    description:
      'Checks as the person that the name is free and that the team may have what it asks for; or requests it at once.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        mode: z =>
          z
            .enum(['check', 'request'])
            .describe('check makes nothing; request makes the claims now'),
        name: z => z.string().regex(NAME).describe('Name of the component'),
        owner: z => z.string().regex(TEAM_NAME).describe('The owning team'),
        repository: z =>
          z
            .object({ host: z.string(), owner: z.string().regex(ORGANISATION) })
            .optional()
            .describe('Where its repository will be'),
        database: z =>
          z.string().optional().describe('Size of a PostgreSQL, or none'),
        cache: z => z.string().optional().describe('Size of a Redis, or none'),
        resources: z =>
          z
            .array(
              z.object({
                resource: z.string().describe('Its name in score.yaml'),
                type: z.string(),
                class: z.string().optional(),
                params: z.record(z.any()).default({}),
              }),
            )
            .optional()
            .describe('Anything else, as score.yaml has it'),
        environments: z =>
          z
            .array(z.string().regex(ENVIRONMENT))
            .min(1)
            .optional()
            .describe(`${DEFAULT_ENVIRONMENTS.join(', ')} when left out`),
      },
      output: {
        claims: z =>
          z.array(
            z.object({
              kind: z.string(),
              name: z.string(),
              namespace: z.string(),
              cluster: z.string(),
            }),
          ),
      },
    },
    async handler(ctx) {
      const { mode, name, owner, repository } = ctx.input;
      const environments = ctx.input.environments ?? [...DEFAULT_ENVIRONMENTS];
      const initiator = await ctx.getInitiatorCredentials();
      const credentials = repository
        ? await guard.assertMayPublish(initiator, { owner, repository })
        : await guard.assertMember(initiator, owner);
      const wanted = wantedResources(ctx.input);
      const { provisioners, hints } =
        wanted.length > 0
          ? await reader.read()
          : { provisioners: [], hints: [] };
      const placed: PlacedClaim[] = [];
      for (const resource of wanted) {
        const claim = claimOf(resource, { component: name, provisioners });
        for (const environment of environments) {
          placed.push(
            await claims.place(claim, {
              owner,
              environment,
              component: name,
              credentials,
            }),
          );
        }
      }
      if (mode === 'check' || ctx.isDryRun) {
        const found = await names.check({
          name,
          owner,
          repository,
          credentials,
        });
        const { problems, warnings } = found;
        for (const claim of placed) {
          const checked = await claims.check(claim, credentials);
          const about = (text: string) => `${describe(claim)}: ${text}`;
          problems.push(...checked.problems.map(about));
          warnings.push(...checked.warnings.map(about));
        }
        for (const warning of warnings) {
          ctx.logger.warn(warning);
        }
        if (problems.length > 0) {
          throw new InputError(
            [...problems, ...hints, 'Nothing has been made.'].join('\n'),
          );
        }
        ctx.logger.info(
          placed.length === 0
            ? `${name} is free.`
            : `${name} is free, and ${owner} may have: ${placed
                .map(describe)
                .join(', ')}.`,
        );
      } else {
        const made: string[] = [];
        for (const claim of placed) {
          await explained(
            () =>
              ctx.checkpoint({
                key: `claim.${claim.cluster}/${claim.namespace}/${claim.name}`,
                fn: () => claims.request(claim, credentials),
              }),
            () => made,
          );
          made.push(describe(claim));
          ctx.logger.info(`${describe(claim)} is requested.`);
        }
      }
      ctx.output(
        'claims',
        placed.map(({ kind, name: claim, namespace, cluster }) => ({
          kind,
          name: claim,
          namespace,
          cluster,
        })),
      );
    },
  });
}

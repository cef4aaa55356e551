import { InputError } from '@backstage/errors';
import type { ScmIntegrationRegistry } from '@backstage/integration';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  DEFAULT_ENVIRONMENTS,
  forgeOf,
  GitRemote,
} from '@cairn/plugin-golden-paths-node';
import { applicationName, applicationOf } from '../applications/applicationOf';
import { newApplications } from '../applications/newApplications';
import { proposeApplications } from '../applications/proposeApplications';
import { personOf } from '../people/personOf';
import type { TeamGuard } from '../people/TeamGuard';
import type { GitopsSettings, GoldenPathSettings } from '../readSettings';
import { examples } from './createApplicationAction.examples';
import { explained } from './explained';
import { ENVIRONMENT, NAME, TEAM_NAME } from './fields';

/** Has Argo CD run the component: commits its Applications to the GitOps repository. */
export function createApplicationAction(options: {
  settings: GoldenPathSettings;
  integrations: ScmIntegrationRegistry;
  guard: TeamGuard;
}) {
  const { settings, integrations, guard } = options;
  return createTemplateAction({
    id: 'cairn:argocd:application',
    description:
      'Commits an Argo CD Application for each environment to the GitOps repository, or proposes it by a pull request.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        name: z => z.string().regex(NAME).describe('Name of the component'),
        owner: z => z.string().regex(TEAM_NAME).describe('The owning team'),
        remoteUrl: z => z.string().url().describe('The repository, for git'),
        system: z => z.string().optional(),
        environments: z =>
          z
            .array(z.string().regex(ENVIRONMENT))
            .min(1)
            .optional()
            .describe(`${DEFAULT_ENVIRONMENTS.join(', ')} when left out`),
      },
      output: {
        applications: z => z.array(z.string()).describe('Their names'),
        files: z => z.array(z.string()).describe('In the GitOps repository'),
        gitopsUrl: z =>
          z.string().describe('The commit, or the pull request').optional(),
        pullRequestUrl: z => z.string().optional(),
      },
    },
    async handler(ctx) {
      const { name, owner, system, remoteUrl } = ctx.input;
      const environments = ctx.input.environments ?? [...DEFAULT_ENVIRONMENTS];
      await guard.assertMember(await ctx.getInitiatorCredentials(), owner);
      const gitops = gitopsOf(settings);
      const wanted = environments.map(environment => ({
        path: `${gitops.path}/${owner}-${environment}/${applicationName(
          name,
          environment,
        )}.yaml`,
        yaml: applicationOf({
          name,
          owner,
          system,
          environment,
          remoteUrl,
          argocd: settings.argocd,
        }),
        remoteUrl,
      }));
      ctx.output(
        'applications',
        environments.map(it => applicationName(name, it)),
      );
      ctx.output(
        'files',
        wanted.map(({ path }) => path),
      );
      if (ctx.isDryRun) {
        ctx.logger.info(
          `Would be committed to ${gitops.owner}/${gitops.repo}: ${wanted
            .map(({ path }) => path)
            .join(', ')}.`,
        );
        return;
      }
      const forge = forgeOf(integrations, gitops.host);
      const ref = { owner: gitops.owner, name: gitops.repo };
      const remote = GitRemote.create({
        remoteUrl: forge.addressOf(ref).remoteUrl,
        name: `${gitops.owner}/${gitops.repo} at ${gitops.host}`,
        credentials: await forge.gitCredentials(ref),
      });
      const date = await ctx.checkpoint({
        key: 'date',
        fn: async () => new Date().toISOString(),
      });
      const change = {
        branch: gitops.branch,
        details: {
          message: `Run ${name} in ${environments.join(' and ')}`,
          author: personOf(ctx.user, settings.author),
          committer: settings.author,
          date: new Date(date),
        },
        edit: newApplications.bind(undefined, wanted),
      };
      const url = await explained(
        () =>
          ctx.checkpoint({
            key: `applications.${owner}/${name}`,
            fn: async () => {
              if (gitops.mode === 'pull-request') {
                return proposeApplications({
                  forge,
                  ref,
                  remote,
                  change,
                  head: `cairn/${owner}/${name}`,
                });
              }
              const { commit } = await remote.change(change);
              return forge.commitUrl(ref, commit);
            },
          }),
        () => [remoteUrl],
      );
      ctx.output('gitopsUrl', url);
      if (gitops.mode === 'pull-request') {
        ctx.output('pullRequestUrl', url);
        ctx.logger.info(`It is deployed as soon as ${url} is merged.`);
      } else {
        ctx.logger.info(`Argo CD deploys it: ${url}.`);
      }
    },
  });
}

function gitopsOf({ gitops }: GoldenPathSettings): GitopsSettings {
  if (!gitops) {
    throw new InputError(
      'It is not configured where Applications go. The platform team sets goldenPath.gitops.',
    );
  }
  return gitops;
}

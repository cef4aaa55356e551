import { ConflictError, toError } from '@backstage/errors';
import type { ScmIntegrationRegistry } from '@backstage/integration';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { VENDOR_BRANCH } from '@cairn/plugin-golden-paths-common';
import {
  forgeOf,
  GitRemote,
  readSkeleton,
  type Forge,
  type RepositoryRef,
} from '@cairn/plugin-golden-paths-node';
import type { TeamGuard } from '../people/TeamGuard';
import { personOf } from '../people/personOf';
import type { GoldenPathSettings } from '../readSettings';
import { examples } from './createPublishAction.examples';
import { explained } from './explained';
import { NAME, ORGANISATION, TEAM_NAME } from './fields';

const MAIN = 'main';

/** Stands in the description while a run is at work: that a repository is this run's own. */
function markOf(taskId: string): string {
  return `(being made by run ${taskId})`;
}

/**
 * The repository of this run: a new one, or the one it has made before it was cut off.
 *
 * @throws ConflictError when there is one that is not of this run.
 */
async function claimRepository(
  forge: Forge,
  ref: RepositoryRef,
  options: {
    taskId: string;
    description: string;
    visibility: GoldenPathSettings['visibility'];
  },
): Promise<{ created: boolean }> {
  const { taskId, description, visibility } = options;
  const mark = markOf(taskId);
  const present = await forge.getRepository(ref);
  if (present) {
    if (present.description.includes(mark)) {
      return { created: false };
    }
    throw new ConflictError(
      `${present.url} is there already, and this run has not made it. Choose another name, or have that repository removed.`,
    );
  }
  const marked = `${description} ${mark}`.trim();
  await forge.createRepository(ref, { description: marked, visibility });
  return { created: true };
}

/** Makes the repository and pushes the workspace to it. */
export function createPublishAction(options: {
  settings: GoldenPathSettings;
  integrations: ScmIntegrationRegistry;
  guard: TeamGuard;
}) {
  const { settings, integrations, guard } = options;
  return createTemplateAction({
    id: 'cairn:publish',
    description:
      'Makes a repository at GitHub, GitLab or Gitea and pushes the workspace to it: as main, and as golden-path for later updates.',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        repository: z =>
          z
            .object({ host: z.string(), owner: z.string().regex(ORGANISATION) })
            .describe('Host of an integration, and organisation'),
        name: z => z.string().regex(NAME).describe('Name of the repository'),
        owner: z => z.string().regex(TEAM_NAME).describe('The owning team'),
        description: z => z.string().max(300).optional(),
        visibility: z =>
          z
            .enum(['public', 'internal', 'private'])
            .optional()
            .describe('goldenPath.visibility when left out'),
      },
      output: {
        repositoryUrl: z => z.string().describe('For people'),
        remoteUrl: z => z.string().describe('For git'),
        branch: z => z.string(),
        commit: z =>
          z.string().describe('The first commit; none in a dry run').optional(),
        catalogInfoUrl: z => z.string(),
      },
    },
    async handler(ctx) {
      const { name, owner, repository, description = '' } = ctx.input;
      const visibility = ctx.input.visibility ?? settings.visibility;
      await guard.assertMayPublish(await ctx.getInitiatorCredentials(), {
        owner,
        repository,
      });
      const forge = forgeOf(integrations, repository.host);
      const ref = { owner: repository.owner, name };
      const { url, remoteUrl } = forge.addressOf(ref);
      ctx.output('repositoryUrl', url);
      ctx.output('remoteUrl', remoteUrl);
      ctx.output('branch', MAIN);
      ctx.output(
        'catalogInfoUrl',
        forge.fileUrl(ref, MAIN, 'catalog-info.yaml'),
      );
      if (ctx.isDryRun) {
        ctx.logger.info(`${url} would be made.`);
        return;
      }
      const taskId = ctx.task.id;
      const date = await ctx.checkpoint({
        key: 'date',
        fn: async () => new Date().toISOString(),
      });
      let exists = false;
      const commit = await explained(
        () =>
          ctx.checkpoint({
            key: `repository.${repository.host}/${ref.owner}/${name}`,
            fn: async () => {
              const { created } = await claimRepository(forge, ref, {
                taskId,
                description,
                visibility,
              });
              exists = true;
              const remote = GitRemote.create({
                remoteUrl,
                name: `${ref.owner}/${name} at ${repository.host}`,
                credentials: await forge.gitCredentials(ref),
              });
              try {
                return await remote.pushFirst({
                  files: await readSkeleton(ctx.workspacePath),
                  branches: [MAIN, VENDOR_BRANCH],
                  details: {
                    message: `Start ${name} from a golden path`,
                    author: personOf(ctx.user, settings.author),
                    committer: settings.author,
                    date: new Date(date),
                  },
                });
              } catch (error) {
                if (created && (await removeEmpty(forge, ref, remote))) {
                  exists = false;
                }
                throw error;
              }
            },
          }),
        () => (exists ? [url] : []),
      );
      await explained(
        () =>
          ctx.checkpoint({
            key: 'description',
            fn: () => forge.setDescription(ref, description),
          }),
        () => [url],
      );
      ctx.output('commit', commit);
      ctx.logger.info(`The code is at ${url}.`);
    },
  });

  /** Takes back a repository nothing could be pushed to, as far as the forge lets us. */
  async function removeEmpty(
    forge: Forge,
    ref: RepositoryRef,
    remote: GitRemote,
  ): Promise<boolean> {
    try {
      if ((await remote.listBranches()).size > 0) {
        return false;
      }
      await forge.deleteRepository(ref);
      return true;
    } catch (error) {
      // What cannot be taken back stays, and the error of the push says so.
      toError(error);
      return false;
    }
  }
}

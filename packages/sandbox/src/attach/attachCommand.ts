import { join, resolve } from 'node:path';
import { KubeconfigError, readKubeconfig } from '@cairn/kubeconfig';
import type { Command } from 'commander';
import {
  type ClusterConnection,
  KubernetesClient,
} from '../controllers/runtime';
import { writeSecretFile } from '../pki/secretFile';
import { clusterName } from './clusterName';
import { connectionOf } from './connectionOf';
import { explainConnection } from './explainConnection';
import { formatReport } from './formatReport';
import { installList, installOnCluster } from './installCommand';
import type { InstallSet } from './installPlatform';
import { inspectCluster } from './inspectCluster';

/** Adds `attach`: looks at a cluster and prepares what the portal needs to use it. */
export function addAttachCommand(program: Command): void {
  program
    .command('attach')
    .description(
      'Look at a cluster and say what the portal finds there; changes nothing on it unless --install is given.',
    )
    .requiredOption('--kubeconfig <file>', 'how to reach the cluster')
    .option('--context <name>', 'its context; the current one by default')
    .requiredOption('--data-dir <folder>', 'folder for what the portal needs')
    .option(
      '--install <names>',
      'apply parts of the platform first, after listing them and asking',
      installList,
    )
    .option('--platform-dir <folder>', "the platform team's manifests")
    .option('--git-url <url>', 'the git host that Argo CD is to follow')
    .option('--yes', 'do not ask', false)
    .action(
      async (options: {
        kubeconfig: string;
        context?: string;
        dataDir: string;
        install?: InstallSet[];
        platformDir?: string;
        gitUrl?: string;
        yes: boolean;
      }) => {
        const file = resolve(options.kubeconfig);
        const context = readKubeconfig(file, options.context);
        const flags = `--kubeconfig ${options.kubeconfig}${
          options.context ? ` --context '${options.context}'` : ''
        }`;
        const connection = connectionOf(context);
        if (options.install) {
          await install(connection, context.name, options.install, options);
        }
        const { report, access } = await inspectCluster({
          context,
          connection,
          folder: options.dataDir,
          flags,
        });
        const caFile = join(options.dataDir, 'cluster-ca.crt');
        if (context.ca) await writeSecretFile(caFile, context.ca);
        // Read by the launcher.
        const attached = {
          name: clusterName(context.name),
          title: context.name,
          url: context.server,
          caFile: context.ca && caFile,
          kubeconfig: access?.kubeconfig ?? file,
          context: context.name,
          tokenFile: access?.tokenFile,
          report,
        };
        await writeSecretFile(
          join(options.dataDir, 'attached.json'),
          `${JSON.stringify(attached, null, 2)}\n`,
        );
        const hint = `npm start -- ${flags} --install portal-rbac`;
        process.stdout.write(`${formatReport(report, hint).join('\n')}\n`);
      },
    );
}

async function install(
  connection: ClusterConnection,
  context: string,
  sets: InstallSet[],
  options: { platformDir?: string; gitUrl?: string; yes: boolean },
): Promise<void> {
  const { platformDir, gitUrl, yes } = options;
  if (!platformDir) {
    throw new KubeconfigError(
      '--install needs the folder of the manifests: --platform-dir <folder>.',
    );
  }
  const client = KubernetesClient.create(connection, 'cairn-platform');
  try {
    await installOnCluster(client, {
      platformDir,
      sets,
      gitUrl,
      context,
      yes,
    });
  } catch (error) {
    const sentence = explainConnection(error, connection, context);
    throw sentence ? new KubeconfigError(sentence) : error;
  } finally {
    client.close();
  }
}

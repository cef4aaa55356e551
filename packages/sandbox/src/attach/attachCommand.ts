import { join, resolve } from 'node:path';
import { readKubeconfig } from '@cairn/kubeconfig';
import type { Command } from 'commander';
import { writeSecretFile } from '../pki/secretFile';
import { clusterName } from './clusterName';
import { connectionOf } from './connectionOf';
import { formatReport } from './formatReport';
import { inspectCluster } from './inspectCluster';

/** Adds `attach`: looks at a cluster and prepares what the portal needs to use it. */
export function addAttachCommand(program: Command): void {
  program
    .command('attach')
    .description(
      'Look at a cluster and say what the portal finds there; changes nothing on it.',
    )
    .requiredOption('--kubeconfig <file>', 'how to reach the cluster')
    .option('--context <name>', 'its context; the current one by default')
    .requiredOption('--data-dir <folder>', 'folder for what the portal needs')
    .action(
      async (options: {
        kubeconfig: string;
        context?: string;
        dataDir: string;
      }) => {
        const file = resolve(options.kubeconfig);
        const context = readKubeconfig(file, options.context);
        const flags = `--kubeconfig ${options.kubeconfig}${
          options.context ? ` --context '${options.context}'` : ''
        }`;
        const { report, access } = await inspectCluster({
          context,
          connection: connectionOf(context),
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
        const install = `npm start -- ${flags} --install portal-rbac`;
        process.stdout.write(`${formatReport(report, install).join('\n')}\n`);
      },
    );
}

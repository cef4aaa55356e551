import {
  KubeconfigError,
  type KubeconfigContext,
  readKubeconfig,
  renderKubeconfig,
} from '@cairn/kubeconfig';
import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  type ControllerName,
  controllerNames,
  controllersFor,
} from '../controllers';
import { KubernetesClient, type Log } from '../controllers/runtime';
import { ControllerSupervisor } from '../ControllerSupervisor';
import { ensureProviderLogin } from '../demo';
import { ClusterProbe } from './ClusterProbe';
import { connectionOf } from './connectionOf';
import { explainConnection } from './explainConnection';
import { findRefusals } from './refusals';

interface ControllersOptions {
  kubeconfig: string;
  context?: string;
  only?: ControllerName[];
  postgresUrl?: string;
}

function controllerList(text: string): ControllerName[] {
  return text.split(',').map(word => {
    const name = controllerNames.find(each => each === word.trim());
    if (name) return name;
    throw new InvalidArgumentError(
      `There is no controller "${word}"; there are ${controllerNames.join(
        ', ',
      )}.`,
    );
  });
}

/** Adds `controllers`: the controllers alone, as ordinary clients of any cluster. */
export function addControllersCommand(
  program: Command,
  options: { log: Log; stopOnSignals: (stop: () => Promise<void>) => void },
): void {
  const { log, stopOnSignals } = options;
  program
    .command('controllers')
    .description(
      'Run the controllers alone, against any cluster that does not have the real ones.',
    )
    .requiredOption('--kubeconfig <file>', 'how to reach the cluster')
    .option('--context <name>', 'its context; the current one by default')
    .option(
      '--only <names>',
      'some of them, separated by commas',
      controllerList,
    )
    .addOption(
      new Option(
        '--postgres-url <url>',
        "a PostgreSQL server, as its superuser: makes the SQL provider's login there and the Secret cairn-system/shared-postgres that names it",
      ).env('CAIRN_SANDBOX_POSTGRES_URL'),
    )
    .action(async (given: ControllersOptions) => {
      const supervisor = new ControllerSupervisor(log);
      const names = await allowedControllers(given, log);
      const kubeconfig = renderKubeconfig(contextOf(given));
      if (given.postgresUrl && names.includes('sql')) {
        await giveServer(kubeconfig, given.postgresUrl, log);
      }
      const controllers = controllersFor(kubeconfig, log);
      for (const name of names) supervisor.start(name, controllers[name]);
      stopOnSignals(() => supervisor.stop());
    });
}

function contextOf({
  kubeconfig,
  context,
}: ControllersOptions): KubeconfigContext {
  return readKubeconfig(kubeconfig, context);
}

/**
 * Those asked for; of all, those that the cluster does not have itself.
 *
 * @throws KubeconfigError when one was asked for by name, or none is left
 */
async function allowedControllers(
  given: ControllersOptions,
  log: Log,
): Promise<readonly ControllerName[]> {
  const context = contextOf(given);
  const connection = connectionOf(context);
  const probe = new ClusterProbe(connection);
  const wanted = given.only ?? controllerNames;
  try {
    const refusals = await findRefusals(probe, wanted);
    const rest = wanted.filter(name => !refusals.has(name));
    if (refusals.size > 0 && (given.only || rest.length === 0)) {
      throw new KubeconfigError([...refusals.values()].join('\n'));
    }
    for (const reason of refusals.values()) log('warn', reason);
    return rest;
  } catch (error) {
    const sentence = explainConnection(error, connection, context.name);
    throw sentence ? new KubeconfigError(sentence) : error;
  } finally {
    probe.close();
  }
}

async function giveServer(
  kubeconfig: string,
  url: string,
  log: Log,
): Promise<void> {
  const client = KubernetesClient.fromKubeconfig(kubeconfig);
  try {
    await client.apply(
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: 'cairn-system' },
      },
      { fieldManager: 'cairn-sandbox' },
    );
    await ensureProviderLogin({ client, url, log });
  } finally {
    client.close();
  }
}

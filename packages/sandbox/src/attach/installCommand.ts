import { createInterface } from 'node:readline/promises';
import { KubeconfigError } from '@cairn/kubeconfig';
import { InvalidArgumentError } from 'commander';
import type { KubernetesClient } from '../controllers/runtime';
import {
  applyInstall,
  describe,
  type InstallSet,
  installSets,
  type PlannedChange,
  planInstall,
} from './installPlatform';

const EFFECTS = {
  create: 'create',
  change: 'change',
  none: 'leave (as it is wanted already)',
  'left-out': 'leave out',
};

/** Reads the names after `--install`. */
export function installList(text: string): InstallSet[] {
  return text.split(',').map(word => {
    const name = word.trim();
    if (name in installSets) return name as InstallSet;
    throw new InvalidArgumentError(
      `There is no "${name}" to install; there are ${Object.keys(
        installSets,
      ).join(', ')}.`,
    );
  });
}

/**
 * Lists what would be applied to the cluster, asks, and applies it.
 *
 * @throws KubeconfigError when nobody can be asked and it was not said beforehand
 */
export async function installOnCluster(
  client: KubernetesClient,
  options: Parameters<typeof planInstall>[1] & {
    context: string;
    /** It was confirmed on the command line. */
    yes: boolean;
  },
): Promise<void> {
  const changes = await planInstall(client, options);
  print(formatPlan(changes, options.context));
  const effective = changes.filter(
    ({ effect }) => effect === 'create' || effect === 'change',
  );
  if (effective.length === 0) return;
  if (!options.yes && !(await confirmed(effective.length, options.context))) {
    print(['  Nothing was applied.', '']);
    return;
  }
  await applyInstall(client, changes);
  print([`  Applied ${effective.length} objects.`, '']);
}

/** The plan as lines for a terminal. */
export function formatPlan(
  changes: readonly PlannedChange[],
  context: string,
): string[] {
  return [
    `  To be applied to the cluster of context "${context}":`,
    ...changes.map(
      ({ object, effect, because }) =>
        `    ${EFFECTS[effect]}  ${describe(object)}${
          because ? `: ${because}` : ''
        }`,
    ),
    '',
  ];
}

async function confirmed(count: number, context: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new KubeconfigError(
      `Nobody can be asked here whether to apply these ${count} objects; say so with --yes.`,
    );
  }
  const terminal = createInterface({
    input: process.stdin,
    output: process.stdout,
  });
  try {
    const answer = await terminal.question(
      `  Apply these ${count} objects to "${context}"? [y/N] `,
    );
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}

function print(lines: string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

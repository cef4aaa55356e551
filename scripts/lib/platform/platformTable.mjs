// What is said of a running platform: a table of its parts, and how to use it.
import path from 'node:path';
import { bold, dim, line, red } from '../say.mjs';
import { partNamed } from './parts.mjs';

/** @param {number | undefined} bytes */
const megabytes = bytes =>
  bytes === undefined ? '' : `${Math.round(bytes / 1e6)} MB`;

function stateWord({ running, stopped }) {
  if (running) return 'runs';
  return stopped ? 'stopped' : 'down';
}

function restartsIn({ restarts, lastExit }) {
  if (restarts === 0 && !lastExit) return '';
  const times = restarts === 1 ? 'once' : `${restarts} times`;
  return `restarted ${times}${lastExit ? ` (last: ${lastExit})` : ''}`;
}

/** Lines of equal columns; the last one is as long as it likes. */
export function columns(rows) {
  const widths = rows[0].map((_, column) =>
    Math.max(...rows.map(row => String(row[column]).length)),
  );
  return rows.map(row =>
    row
      .map((cell, column) =>
        column === row.length - 1
          ? String(cell)
          : String(cell).padEnd(widths[column]),
      )
      .join('  ')
      .trimEnd(),
  );
}

/** Rows of the table of parts, without colour. */
export function statusRows({ parts, supervisor }) {
  const rows = parts.map(part => [
    part.name,
    stateWord(part),
    part.port,
    part.pid ?? '',
    megabytes(part.memory),
    restartsIn(part) || partNamed(part.name).what,
  ]);
  const total = parts.reduce((sum, part) => sum + (part.memory ?? 0), 0);
  return [
    ['part', 'state', 'port', 'process', 'memory', ''],
    ...rows,
    [
      'supervisor',
      'runs',
      '',
      supervisor.pid,
      megabytes(supervisor.memory),
      'starts again what ends by itself',
    ],
    ['all', '', '', '', megabytes(total + supervisor.memory), ''],
  ];
}

/** Prints the table of parts. */
export function printStatus(state) {
  line();
  const [head, ...rows] = columns(statusRows(state));
  line(`  ${bold(head)}`);
  rows.forEach((row, index) => {
    const down = state.parts[index] && !state.parts[index].running;
    line(`  ${down ? red(row) : row}`);
  });
  for (const { name, reason } of state.leftOut)
    line(`  ${dim(`${name} was left out: ${reason}`)}`);
  if (!state.ready) line(dim('  It is still starting.'));
  line();
}

/** Prints how to use it. */
export function printBrief({ dataDir, addresses, parts, netns }) {
  const has = name => parts.some(part => part.name === name);
  const at = name => path.join(dataDir, name);
  if (has('api-server')) {
    line(`  Kubernetes  ${addresses.api}`);
    line(dim(`              export KUBECONFIG=${at('kubeconfig')}`));
  }
  if (has('argocd-server')) {
    line(`  Argo CD     ${addresses.argocd}`);
    line(
      dim(
        `              token of account backstage: ${at(
          'argocd.token',
        )}, admin's password: ${at('argocd-admin.password')}`,
      ),
    );
  }
  if (has('gitea')) {
    line(`  Gitea       ${addresses.gitea}`);
    line(
      dim(
        `              user cairn-admin, password: ${at(
          'gitea-admin.password',
        )}, token: ${at('gitea.token')}`,
      ),
    );
  }
  if (netns)
    line(
      '  It has a network of its own: npm run platform -- exec COMMAND runs a command in it.',
    );
  line(
    dim(
      '  npm run platform -- status | logs [PART] | exec COMMAND | down | reset',
    ),
  );
  line();
}

// The last thing a start says: where everything is.
import fs from 'node:fs';
import path from 'node:path';
import { readAttached } from './attach.mjs';
import { SUPERUSER } from './postgres.mjs';
import { bold, dim, line } from './say.mjs';
import { portalUrl, sandboxDir } from './stack.mjs';

const PEOPLE = [
  ['ada', 'Ada Okafor', 'developer, team payments'],
  ['ben', 'Ben Lindqvist', 'developer, team logistics'],
  ['carla', 'Carla Mendes', 'team lead, team payments'],
  ['dev', 'Dev Raman', 'platform engineer'],
  ['erin', 'Erin Walsh', 'auditor'],
];

const near = file => {
  const relative = path.relative(process.cwd(), file);
  return relative.startsWith('..') ? file : relative;
};

/** What the sandbox says of loading the demo organisation; nothing once it is loaded. */
function demoProgress(directory) {
  try {
    const file = path.join(directory, 'demo-progress.json');
    const { phase, message } = JSON.parse(fs.readFileSync(file, 'utf8'));
    return phase === 'done' ? undefined : message;
  } catch {
    // It has not begun.
    return undefined;
  }
}

/** Where the sandbox's cluster is. */
function printSandbox(options, fact) {
  fact(
    'kubectl',
    `kubectl --kubeconfig ${near(
      path.join(sandboxDir(options), 'people', 'ada.kubeconfig'),
    )} get databases -n payments-dev`,
  );
  fact(
    '',
    dim(
      'one file per person in that folder; admin.kubeconfig beside it may do everything',
    ),
  );
  fact(
    'Argo CD',
    `http://localhost:${options.ports.argocd} ${dim(
      `token: ${near(path.join(sandboxDir(options), 'argocd.token'))}`,
    )}`,
  );
}

/** The cluster that was there already. */
function printCluster(options, fact) {
  const { title, url, report } = readAttached(sandboxDir(options));
  fact('Cluster', `${title} ${dim(url)}`);
  const open = report.findings.filter(({ mend }) => mend);
  if (open.length > 0)
    fact(
      '',
      dim(
        `missing there: ${open
          .map(finding => finding.title)
          .join(', ')}; the list above says how to mend it`,
      ),
    );
}

/** @param {object} options of this start @param {{ passFile: string }} files */
export function printBanner(options, { passFile }) {
  const url = options.dev
    ? `http://localhost:${options.ports.dev}`
    : portalUrl(options);
  const fact = (name, value) => line(`  ${dim(name.padEnd(13))}${value}`);
  line();
  line(`  ${bold('Cairn is up:')} ${bold(url)}`);
  line();
  fact('Sign in as', PEOPLE.map(([id]) => id).join(', '));
  for (const [id, name, role] of PEOPLE)
    fact('', `${id.padEnd(7)}${name.padEnd(15)}${dim(role)}`);
  if (options.kubeconfig) printCluster(options, fact);
  else printSandbox(options, fact);
  fact(
    'git',
    `http://localhost:${options.ports.git} ${dim(
      `tokens: ${near(
        path.join(sandboxDir(options), 'people'),
      )}/<person>.git-token`,
    )}`,
  );
  const loading = demoProgress(sandboxDir(options));
  if (loading) fact('Demo', `${loading} ${dim('it goes on meanwhile')}`);
  fact(
    'psql',
    `PGPASSFILE=${near(passFile)} psql -h 127.0.0.1 -p ${
      options.ports.postgres
    } -U ${SUPERUSER} cairn`,
  );
  fact('Logs', near(path.join(options.dataDir, 'logs')));
  fact('Stop', 'Ctrl-C');
  fact('Start afresh', 'npm run reset');
  line();
}

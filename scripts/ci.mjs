// What .ci/run does: npm test, npm run test:platform where it can be built, npm run test:templates where it
// is asked for (it lives on four ecosystems' registries, and takes a quarter of an hour), and one
// sum of all.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { npmCommand } from './lib/npm.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** For everything together; what ends a stage takes its time, too. */
const BUDGET_MINUTES = 70;

/** What the golden paths need at least; with less left they are skipped as a whole. */
const TEMPLATE_MINUTES = 8;

/** The oldest Go that builds the platform. */
const OLDEST_GO = [1, 26];

const CLOSING = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/;

/** Why the platform cannot be built here; undefined if it can. */
function obstacle() {
  const found = spawnSync('go', ['env', 'GOVERSION'], {
    encoding: 'utf8',
    env: { ...process.env, GOTOOLCHAIN: 'local' },
  });
  if (found.error || found.status !== 0) return 'there is no Go';
  const version = found.stdout.trim();
  const [major, minor] = version
    .replace(/^go/, '')
    .split('.')
    .map(part => parseInt(part, 10));
  const old =
    major < OLDEST_GO[0] || (major === OLDEST_GO[0] && minor < OLDEST_GO[1]);
  return old ? `${version} is older than 1.26` : undefined;
}

/**
 * Runs an npm script, passes on what it says but for its closing line, and reads that.
 *
 * @returns {Promise<{ passed: number, failed: number, skipped: number }>} one failure if it ended
 *   without such a line, or badly in spite of it
 */
function run(script, args, milliseconds) {
  return new Promise(done => {
    const [command, ...rest] = npmCommand();
    const child = spawn(
      command,
      [...rest, 'run', '--silent', script, '--', ...args],
      { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const limit =
      milliseconds && setTimeout(() => child.kill('SIGTERM'), milliseconds);
    let text = '';
    let closing;
    const say = line => {
      const match = CLOSING.exec(line);
      if (match) closing = match;
      else process.stdout.write(`${line}\n`);
    };
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', chunk => {
      const lines = (text + chunk).split('\n');
      text = lines.pop();
      lines.forEach(say);
    });
    child.once('error', () => done({ passed: 0, failed: 1, skipped: 0 }));
    child.once('close', code => {
      clearTimeout(limit);
      if (text) say(text);
      const [passed, failed, skipped] = (closing ?? [])
        .slice(1)
        .map(count => Number(count ?? 0));
      const bad = code !== 0 && !(failed > 0);
      done({
        passed: passed ?? 0,
        failed: (failed ?? 0) + (closing && !bad ? 0 : 1),
        skipped: skipped ?? 0,
      });
    });
  });
}

const began = Date.now();
const total = { passed: 0, failed: 0, skipped: 0 };
const add = outcome => {
  for (const key of Object.keys(total)) total[key] += outcome[key];
};

add(await run('test', []));
const why = obstacle();
const minutesLeft = () =>
  Math.max(0, Math.floor(BUDGET_MINUTES - (Date.now() - began) / 60_000));
// Whatever hangs in spite of its budget is ended three minutes after it.
const runWithin = (script, minutes) =>
  run(script, ['--minutes', String(minutes)], (minutes + 3) * 60_000);
if (why) {
  total.skipped += 1;
  process.stdout.write(
    `The real platform was not compared with: ${why}; Go 1.26 or newer builds it.\n`,
  );
} else {
  add(await runWithin('test:platform', minutesLeft()));
}
const forTemplates = minutesLeft();
if (process.env.CAIRN_CI_TEMPLATES !== '1') {
  total.skipped += 1;
  process.stdout.write(
    'The golden paths were not built here: npm run test:templates does it, and so does CAIRN_CI_TEMPLATES=1.\n',
  );
} else if (forTemplates < TEMPLATE_MINUTES) {
  total.skipped += 1;
  process.stdout.write(
    `The golden paths were not tried: they need ${TEMPLATE_MINUTES} min, and ${forTemplates} are left.\n`,
  );
} else {
  add(await runWithin('test:templates', forTemplates));
}
fs.mkdirSync(path.join(ROOT, 'test-output'), { recursive: true });
fs.writeFileSync(
  path.join(ROOT, 'test-output', 'ci.json'),
  `${JSON.stringify(
    { ...total, minutes: (Date.now() - began) / 60_000 },
    null,
    2,
  )}\n`,
);
process.stdout.write(
  `${total.passed} passed, ${total.failed} failed${
    total.skipped > 0 ? `, ${total.skipped} skipped` : ''
  }\n`,
);
process.exitCode = total.failed > 0 ? 1 : 0;

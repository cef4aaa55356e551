import type { ApiContext } from './ApiContext';
import { sendRaw } from './respond';

/** One check: its name, and what is wrong; undefined if nothing is. */
type Check = [name: string, problem: string | undefined];

function checksOf(context: ApiContext, endpoint: string): Check[] {
  const unready = context.services.unready();
  return [
    ['ping', undefined],
    ['log', undefined],
    ['etcd', undefined],
    ['poststarthook/crd-informer-synced', undefined],
    ['poststarthook/rbac/bootstrap-roles', undefined],
    ...(endpoint === 'readyz'
      ? unready.map((part): Check => [part, `${part} is not ready yet`])
      : []),
  ];
}

/**
 * `/healthz`, `/livez` and `/readyz`, with `?verbose`, `?exclude=` and the single
 * checks below them. The database is what `etcd` is elsewhere.
 *
 * @returns false for a check that does not exist
 */
export function handleHealth(context: ApiContext, path: string): boolean {
  const match = /^\/(healthz|livez|readyz)(?:\/(.+))?$/.exec(path);
  if (!match) return false;
  const [, endpoint, single] = match;
  const { query, services } = context;
  const excluded = new Set(query.getAll('exclude'));
  const all = checksOf(context, endpoint);
  const checks = single ? all.filter(([name]) => name === single) : all;
  if (checks.length === 0) return false;
  const isWell = ([name, problem]: Check) =>
    problem === undefined || excluded.has(name);
  const failed = !checks.every(isWell);
  const lines = checks.map(check => {
    const [name] = check;
    if (excluded.has(name)) return `[+]${name} excluded: ok\n`;
    return isWell(check)
      ? `[+]${name} ok\n`
      : `[-]${name} failed: reason withheld\n`;
  });
  const verdict = `${endpoint} check ${failed ? 'failed' : 'passed'}\n`;
  const waiting = failed
    ? `not ready yet: ${services.unready().join(', ')}\n`
    : '';
  const verbose = query.has('verbose') || failed;
  sendRaw(
    context.response,
    failed ? 500 : 200,
    verbose && !single ? lines.join('') + waiting + verdict : 'ok',
    'text/plain; charset=utf-8',
  );
  return true;
}

// Compares what two servers answered to the same checks, and holds the differences against the reviewed list.
import fs from 'node:fs';
import path from 'node:path';

/**
 * Answers by check; each is a list, in the order in which the check asked.
 * @typedef {Record<string, unknown[]>} Answers
 */

/**
 * A difference: which check, where in its answers, and what each server said there.
 * @typedef {{ check: string, at: string, real: unknown, sandbox: unknown }} Difference
 */

/**
 * An entry of the reviewed list. `check` and `at` may hold `*`, for any text; `only` means what one
 * server says where the other says nothing.
 * @typedef {{ check: string | string[], at?: string, only?: 'real' | 'sandbox', differs: string, reason: string, noticedBy: string }} Listed
 */

/** @param {string} folder holds a file per part @returns {Answers} named `part: check` */
export function readAnswers(folder) {
  if (!fs.existsSync(folder)) return {};
  const answers = {};
  for (const name of fs.readdirSync(folder).sort()) {
    if (!name.endsWith('.json')) continue;
    const part = path.basename(name, '.json');
    const checks = JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8'));
    for (const [check, entries] of Object.entries(checks)) {
      answers[`${part}: ${check}`] = entries;
    }
  }
  return answers;
}

const isObject = value => value !== null && typeof value === 'object';

const NAMES = ['name', 'resource', 'version', 'subresource'];

/** What an item of a list is known by, if it has a name. */
function nameOf(item) {
  if (typeof item === 'string') return item;
  const source = isObject(item?.metadata) ? item.metadata : item;
  return NAMES.map(key => source?.[key]).find(each => typeof each === 'string');
}

/** A list of named things as a map, so that what only one server has is seen as such. */
function byName(list) {
  const named = list.map(item => [nameOf(item), item]);
  const names = new Set(named.map(([name]) => name));
  return !names.has(undefined) && names.size === list.length
    ? Object.fromEntries(named)
    : undefined;
}

/** Whether the things both lists have come in another order. */
function orderOf(real, sandbox, at) {
  const order = (one, other) => Object.keys(one).filter(key => key in other);
  const [a, b] = [order(real, sandbox), order(sandbox, real)];
  return a.join() === b.join()
    ? []
    : [{ at: `${at}.order`, real: a, sandbox: b }];
}

/** @returns {Omit<Difference, 'check'>[]} */
function compare(real, sandbox, at = '') {
  if (Array.isArray(real) && Array.isArray(sandbox)) {
    const [a, b] = [byName(real), byName(sandbox)];
    if (a && b) return [...orderOf(a, b, at), ...compare(a, b, at)];
  }
  if (
    isObject(real) &&
    isObject(sandbox) &&
    Array.isArray(real) === Array.isArray(sandbox)
  ) {
    const keys = new Set([...Object.keys(real), ...Object.keys(sandbox)]);
    return [...keys].flatMap(key =>
      compare(real[key], sandbox[key], `${at}.${key}`),
    );
  }
  return Object.is(real, sandbox) ? [] : [{ at, real, sandbox }];
}

/**
 * @param {Answers} real
 * @param {Answers} sandbox
 * @returns {{ compared: number, agreeing: number, differences: Difference[], onlyReal: string[],
 *   onlySandbox: string[] }} a check that only one was asked is not compared
 */
export function findDifferences(real, sandbox) {
  const both = Object.keys(real).filter(check => check in sandbox);
  const differences = both.flatMap(check =>
    compare(real[check], sandbox[check]).map(each => ({ check, ...each })),
  );
  const differing = new Set(differences.map(each => each.check));
  return {
    compared: both.length,
    agreeing: both.length - differing.size,
    differences,
    onlyReal: Object.keys(real).filter(check => !(check in sandbox)),
    onlySandbox: Object.keys(sandbox).filter(check => !(check in real)),
  };
}

/** @param {string | string[]} globs */
function pattern(globs) {
  const sources = [globs].flat().map(glob =>
    glob
      .split('*')
      .map(part => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('[^]*'),
  );
  return new RegExp(`^(${sources.join('|')})$`);
}

/**
 * Holds differences against the list.
 *
 * @param {Difference[]} differences
 * @param {Listed[]} list
 * @param {(entry: Listed) => boolean} [isAsked] whether the entry's part was compared at all
 * @returns {{ unlisted: Difference[], stale: Listed[], wrong: string[] }} `stale`: entries that
 *   nothing differs by any more; `wrong`: what is amiss with the list itself
 */
export function judge(differences, list, isAsked = () => true) {
  const entries = list.map(entry => ({
    entry,
    check: pattern(entry.check ?? ''),
    at: pattern(entry.at ?? '*'),
    used: false,
  }));
  const unlisted = differences.filter(({ check, at, real, sandbox }) => {
    const nothing = { real: sandbox, sandbox: real };
    const fitting = entries.filter(
      each =>
        each.check.test(check) &&
        each.at.test(at) &&
        (!each.entry.only || nothing[each.entry.only] === undefined),
    );
    for (const each of fitting) each.used = true;
    return fitting.length === 0;
  });
  const wrong = list.flatMap((entry, index) =>
    ['check', 'differs', 'reason', 'noticedBy']
      .filter(field => !entry[field])
      .map(field => `entry ${index + 1} needs ${field}`),
  );
  return {
    unlisted,
    stale: entries
      .filter(({ used, entry }) => !used && isAsked(entry))
      .map(({ entry }) => entry),
    wrong,
  };
}

const short = value => {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 240 ? `${text.slice(0, 240)}…` : text;
};

/** The differences as a person reads them, check by check. */
export function describeDifferences(differences, most = 6) {
  return [...groupByCheck(differences)]
    .map(([check, all]) => {
      const rows = all
        .slice(0, most)
        .map(
          ({ at, real, sandbox }) =>
            `    ${at}\n      real:    ${short(real)}\n      sandbox: ${short(
              sandbox,
            )}`,
        );
      if (all.length > most) rows.push(`    and ${all.length - most} more`);
      return `  ${check}\n${rows.join('\n')}`;
    })
    .join('\n');
}

function groupByCheck(differences) {
  const groups = new Map();
  for (const each of differences) {
    groups.set(each.check, [...(groups.get(each.check) ?? []), each]);
  }
  return groups;
}

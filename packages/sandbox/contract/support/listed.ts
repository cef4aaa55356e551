import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const FILE = join(__dirname, '../../../../platform-tests/differences.yaml');

/**
 * Whether the reviewed list says that the sandbox answers a check as a whole in
 * another way than the real part; the comparison sees to it that it still does.
 *
 * @param check - as `part: check`
 */
export function isListed(check: string): boolean {
  const list = parse(readFileSync(FILE, 'utf8')) as {
    check: string | string[];
    at?: string | string[];
  }[];
  return list
    .filter(({ at }) => at === undefined)
    .flatMap(entry => entry.check)
    .some(glob =>
      new RegExp(
        `^${glob
          .split('*')
          .map(part => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
          .join('.*')}$`,
      ).test(check),
    );
}

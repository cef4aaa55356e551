import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { conditionalLock, readConditions } from './lockFile.mjs';

const TEMPLATES = fileURLToPath(new URL('../../../templates', import.meta.url));

const manifest = `{
  "dependencies": {
{%- if values.hasCache %}
    "cache": "1.0.0",
{%- endif %}
{%- if values.hasDatabase %}
    "database": "1.0.0",
{%- endif %}
    "web": "1.0.0"
  }
}`;

const lock = {
  version: '0.1.0',
  lockfileVersion: 3,
  packages: {
    '': {
      name: 'service',
      dependencies: { cache: '1.0.0', database: '1.0.0', web: '1.0.0' },
    },
    'node_modules/cache': { dependencies: { common: '2', net: '1' } },
    'node_modules/cache/node_modules/common': { version: '2' },
    'node_modules/common': { version: '1' },
    'node_modules/database': { dependencies: { net: '1' } },
    'node_modules/net': { version: '1' },
    'node_modules/web': { dependencies: { common: '1' } },
  },
};

/** What a template's conditions leave of a text. */
function fill(text, values) {
  const kept = [];
  let stands = true;
  for (const row of text.split('\n')) {
    const begin = /^\{%-? if (.*?) %\}$/.exec(row.trim());
    if (begin) {
      stands = begin[1]
        .split(' or ')
        .some(name => values[name.replace('values.', '')]);
    } else if (/^\{%-? endif/.test(row.trim())) stands = true;
    else if (stands) kept.push(row);
  }
  return kept.join('\n').replaceAll('${{ values.name }}', 'x');
}

test('each choice gets what it needs, and nothing else', () => {
  const text = conditionalLock({ lock, manifest });
  const placesOf = values =>
    Object.keys(JSON.parse(fill(text, values)).packages).sort();
  const always = ['', 'node_modules/common', 'node_modules/web'];
  assert.deepEqual(placesOf({}), always);
  assert.deepEqual(
    placesOf({ hasDatabase: true }),
    [...always, 'node_modules/database', 'node_modules/net'].sort(),
  );
  assert.deepEqual(
    placesOf({ hasCache: true }),
    [
      ...always,
      'node_modules/cache',
      'node_modules/cache/node_modules/common',
      'node_modules/net',
    ].sort(),
  );
  assert.deepEqual(
    placesOf({ hasCache: true, hasDatabase: true }),
    Object.keys(lock.packages).sort(),
  );
});

test('a package that nothing asks for is a mistake', () => {
  const packages = { ...lock.packages, 'node_modules/lost': {} };
  assert.throws(
    () => conditionalLock({ lock: { ...lock, packages }, manifest }),
    /node_modules\/lost/,
  );
});

for (const name of ['nodejs-service', 'react-frontend']) {
  test(`the lock file of ${name} is that of its package.json, for every choice`, () => {
    const read = file =>
      fs.readFileSync(path.join(TEMPLATES, name, 'skeleton', file), 'utf8');
    const text = read('package.json');
    const locked = read('package-lock.json');
    assert.doesNotMatch(locked, /"resolved"|https?:\/\/registry/);
    const choices = [{}, ...new Set(readConditions(text).values())].map(it =>
      typeof it === 'string' ? { [it.replace('values.', '')]: true } : it,
    );
    for (const values of choices) {
      const asked = JSON.parse(
        fill(text.replace('${{ values.description | dump }}', '""'), values),
      );
      const { packages } = JSON.parse(fill(locked, values));
      const root = packages[''];
      assert.deepEqual(root.dependencies, asked.dependencies);
      assert.deepEqual(root.devDependencies, asked.devDependencies);
    }
  });
}

// A lock file for every choice of a path: npm's own for all of them together, with conditions around what
// only some choices need.
const MANIFEST_CONDITION = /^\{%-? if (.*?) ?-?%\}$/;
const NAMED = /^"([^"]+)":/;

/**
 * Which condition each dependency of a templated package.json stands under.
 *
 * @param {string} manifest the text of package.json, with its template's conditions
 * @returns {Map<string, string>} condition by name of the dependency
 */
export function readConditions(manifest) {
  const found = new Map();
  let condition;
  for (const row of manifest.split('\n').map(text => text.trim())) {
    const begin = MANIFEST_CONDITION.exec(row);
    if (begin) condition = begin[1].trim();
    else if (/^\{%-? endif/.test(row)) condition = undefined;
    else if (condition && NAMED.test(row)) {
      found.set(NAMED.exec(row)[1], condition);
    }
  }
  return found;
}

/** Where Node finds a package that is asked for from a place in the tree. */
function locate(packages, from, name) {
  for (let place = from; ; ) {
    const key = `${place ? `${place}/` : ''}node_modules/${name}`;
    if (packages[key]) return key;
    if (!place) return undefined;
    const up = place.lastIndexOf('/node_modules/');
    place = up < 0 ? '' : place.slice(0, up);
  }
}

/** Every place that is reached from these dependencies of the root. */
function reach(packages, names) {
  const seen = new Set();
  const queue = names.map(name => locate(packages, '', name)).filter(Boolean);
  while (queue.length > 0) {
    const key = queue.pop();
    if (seen.has(key)) continue;
    seen.add(key);
    const entry = packages[key];
    for (const name of Object.keys({
      ...entry.dependencies,
      ...entry.optionalDependencies,
      ...entry.peerDependencies,
    })) {
      const next = locate(packages, key, name);
      if (next) queue.push(next);
    }
  }
  return seen;
}

const block = (key, value, indent) => {
  const text = JSON.stringify(value, null, 2).replaceAll('\n', `\n${indent}`);
  return `${indent}${JSON.stringify(key)}: ${text}`;
};

/** Writes entries one by one, those under a condition inside of it; the last one always stands. */
function writeEntries(entries, conditionOf, indent) {
  const always = entries.filter(([key]) => !conditionOf(key));
  const last = always.at(-1);
  const inOrder = [...entries.filter(entry => entry !== last), last];
  return inOrder
    .map(([key, value]) => {
      const condition = conditionOf(key);
      const comma = key === last[0] ? '' : ',';
      const text = `${block(key, value, indent)}${comma}`;
      return condition ? `{%- if ${condition} %}\n${text}\n{%- endif %}` : text;
    })
    .join('\n');
}

/**
 * @param {{ lock: object, manifest: string }} options npm's lock file for all choices together, and
 *   the package.json of the skeleton
 * @returns {string} the lock file of the skeleton
 */
export function conditionalLock({ lock, manifest }) {
  const conditions = readConditions(manifest);
  const { packages } = lock;
  const root = packages[''];
  const names = Object.keys({
    ...root.dependencies,
    ...root.devDependencies,
  });
  const always = reach(
    packages,
    names.filter(name => !conditions.has(name)),
  );
  const needed = [...new Set(conditions.values())].map(condition => ({
    condition,
    places: reach(
      packages,
      names.filter(name => conditions.get(name) === condition),
    ),
  }));
  const conditionOf = key => {
    if (always.has(key)) return undefined;
    const found = needed.filter(({ places }) => places.has(key));
    if (found.length === 0) {
      throw new Error(`Nothing asks for ${key}; the lock file is not tidy.`);
    }
    return found.map(({ condition }) => condition).join(' or ');
  };
  const ofRoot = Object.entries(root).map(([key, value]) => {
    if (key === 'name') return '      "name": "${{ values.name }}"';
    return /ependencies$/.test(key)
      ? `      "${key}": {\n${writeEntries(
          Object.entries(value),
          name => conditions.get(name),
          '        ',
        )}\n      }`
      : block(key, value, '      ');
  });
  const others = Object.entries(packages).filter(([key]) => key !== '');
  return [
    '{',
    '  "name": "${{ values.name }}",',
    `  "version": ${JSON.stringify(lock.version)},`,
    `  "lockfileVersion": ${lock.lockfileVersion},`,
    '  "requires": true,',
    '  "packages": {',
    '    "": {',
    ofRoot.join(',\n'),
    '    },',
    writeEntries(others, conditionOf, '    '),
    '  }',
    '}',
    '',
  ].join('\n');
}

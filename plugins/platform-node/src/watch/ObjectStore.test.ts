import type { KubernetesObject } from '@cairn/plugin-platform-common';
import fc from 'fast-check';
import { ObjectStore } from './ObjectStore';
import { compareResourceVersions } from './resourceVersion';

function object(name: string, version: number): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name,
      namespace: 'n',
      uid: name,
      resourceVersion: `${version}`,
    },
  };
}

describe('ObjectStore', () => {
  it('ends in the same state whatever the order and however often events come', () => {
    const history = fc.array(
      fc.record({
        name: fc.constantFrom('a', 'b', 'c'),
        isDeletion: fc.boolean(),
      }),
      { minLength: 1, maxLength: 12 },
    );
    const shuffled = history.chain(events => {
      const numbered = events.map((event, index) => ({
        ...event,
        version: index + 1,
      }));
      return fc.record({
        events: fc.constant(numbered),
        seen: fc.shuffledSubarray([...numbered, ...numbered], {
          minLength: numbered.length * 2,
        }),
      });
    });
    fc.assert(
      fc.property(shuffled, ({ events, seen }) => {
        const store = new ObjectStore('one');
        for (const { name, isDeletion, version } of seen) {
          if (isDeletion) {
            store.remove(object(name, version));
          } else {
            store.put(object(name, version));
          }
        }
        const last = new Map(events.map(event => [event.name, event]));
        const expected = [...last.values()]
          .filter(({ isDeletion }) => !isDeletion)
          .map(({ name, version }) => `${name}@${version}`)
          .sort();
        const held = [...store.values()]
          .map(item => item.object.metadata)
          .map(({ name, resourceVersion }) => `${name}@${resourceVersion}`)
          .sort();
        return (
          JSON.stringify(held) === JSON.stringify(expected) &&
          store.size === expected.length
        );
      }),
      { numRuns: 10_000 },
    );
  });

  it('tells exactly the difference to a complete list', () => {
    const list = fc.uniqueArray(
      fc.record({
        name: fc.constantFrom('a', 'b', 'c', 'd'),
        version: fc.integer({ min: 1, max: 3 }),
      }),
      { selector: ({ name }) => name },
    );
    fc.assert(
      fc.property(list, list, (first, second) => {
        const store = new ObjectStore('one');
        store.replaceAll(first.map(o => object(o.name, o.version)));
        const mirror = new Map<string, string>(
          first.map(o => [o.name, `${o.version}`]),
        );
        const changes = store.replaceAll(
          second.map(o => object(o.name, o.version)),
        );
        for (const { type, object: changed } of changes) {
          const { name, resourceVersion } = changed.metadata;
          if (type === 'deleted') {
            mirror.delete(name);
          } else {
            mirror.set(name, resourceVersion ?? '');
          }
        }
        return (
          changes.length <= 4 &&
          JSON.stringify([...mirror].sort()) ===
            JSON.stringify(second.map(o => [o.name, `${o.version}`]).sort())
        );
      }),
      { numRuns: 10_000 },
    );
  });
});

describe('compareResourceVersions', () => {
  it.each([
    ['9', '10', -1],
    ['10', '10', 0],
    ['18446744073709551616', '18446744073709551615', 1],
    ['010', '9', undefined],
    ['abc', '1', undefined],
    [undefined, '1', undefined],
  ])('%s and %s: %s', (a, b, sign) => {
    const order = compareResourceVersions(a, b);
    expect(order === undefined ? undefined : Math.sign(order)).toBe(sign);
  });
});

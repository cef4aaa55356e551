import fc from 'fast-check';
import { compare } from 'fast-json-patch';
import { sameJson } from '../apply/sameJson';
import { applyJsonPatch } from './jsonPatch';
import { applyMergePatch } from './mergePatch';
import { applyStrategicMergePatch } from './strategicMergePatch';

// fast-json-patch leaves keys of the prototype alone, so they are left out.
const key = fc.stringMatching(/^[a-z/~]{1,3}$/);
const { value } = fc.letrec(tie => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.dictionary(key, tie('value'), { maxKeys: 4 }),
    fc.array(tie('value'), { maxLength: 3 }),
  ),
}));
const object = fc.dictionary(key, value, { maxKeys: 5 });

/** The merge patch that leads from one object to another. */
function mergePatchBetween(from: unknown, to: unknown): unknown {
  const isObject = (one: unknown): one is Record<string, unknown> =>
    typeof one === 'object' && one !== null && !Array.isArray(one);
  if (!isObject(from) || !isObject(to)) return to;
  const patch: Record<string, unknown> = {};
  for (const field of Object.keys(from)) {
    if (!Object.hasOwn(to, field)) patch[field] = null;
  }
  for (const field of Object.keys(to)) {
    if (!sameJson(from[field], to[field])) {
      patch[field] = mergePatchBetween(from[field], to[field]);
    }
  }
  return patch;
}

describe('patches', () => {
  it('JSON patch leads from any object to any other', () => {
    fc.assert(
      fc.property(object, object, (from, to) => {
        const before = JSON.stringify(from);
        expect(sameJson(applyJsonPatch(from, compare(from, to)), to)).toBe(
          true,
        );
        expect(JSON.stringify(from)).toBe(before);
      }),
    );
  });

  it('merge patch leads from any object to any other, and twice is once', () => {
    fc.assert(
      fc.property(object, object, (from, to) => {
        const before = JSON.stringify(from);
        const patch = mergePatchBetween(from, to);
        const once = applyMergePatch(from, patch);
        expect(sameJson(once, to)).toBe(true);
        expect(sameJson(applyMergePatch(once, patch), once)).toBe(true);
        expect(JSON.stringify(from)).toBe(before);
      }),
    );
  });

  it('merge patch keeps to RFC 7386 for null, lists and odd names', () => {
    expect(applyMergePatch({ a: { b: 1, c: 2 } }, { a: { b: null } })).toEqual({
      a: { c: 2 },
    });
    expect(applyMergePatch({ a: [1, 2] }, { a: [3] })).toEqual({ a: [3] });
    const odd = applyMergePatch({}, JSON.parse('{"__proto__":{"x":1}}'));
    expect(Object.keys(odd as object)).toEqual(['__proto__']);
    expect((odd as Record<string, unknown>).x).toBeUndefined();
  });

  it('strategic merge patch merges well-known lists by their keys', () => {
    const containers = [
      { name: 'a', image: 'a:1', env: [{ name: 'X', value: '1' }] },
      { name: 'b', image: 'b:1' },
    ];
    expect(
      applyStrategicMergePatch(
        undefined,
        { containers, finalizers: ['one'] },
        {
          finalizers: ['two'],
          containers: [
            { name: 'a', env: [{ name: 'Y', value: '2' }] },
            { name: 'b', $patch: 'delete' },
          ],
        },
      ),
    ).toEqual({
      finalizers: ['two', 'one'],
      containers: [
        {
          name: 'a',
          image: 'a:1',
          env: [
            { name: 'Y', value: '2' },
            { name: 'X', value: '1' },
          ],
        },
      ],
    });
  });
});

import fc from 'fast-check';
import type { KubeObject, SchemaNode } from '../types';
import { compileSchema } from './compileSchema';

/** Structural schemas, a few levels deep, with defaults that fit. */
const { schema } = fc.letrec<{ schema: SchemaNode }>(tie => ({
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record<SchemaNode>(
      {
        type: fc.constant('string'),
        default: fc.constantFrom('a', 'b'),
        enum: fc.constant(['a', 'b']),
        nullable: fc.boolean(),
        maxLength: fc.constantFrom(1, 5),
        format: fc.constantFrom('date-time', 'uuid', 'byte', 'nobody'),
      },
      { requiredKeys: ['type'] },
    ),
    fc.record<SchemaNode>(
      {
        type: fc.constantFrom('integer', 'number'),
        default: fc.constantFrom(1, 2),
        minimum: fc.constantFrom(0, 2),
        'x-kubernetes-validations': fc.constant([{ rule: 'self > 1' }]),
      },
      { requiredKeys: ['type'] },
    ),
    fc.record<SchemaNode>(
      {
        type: fc.constant('object'),
        properties: fc.dictionary(
          fc.constantFrom('a', 'b', 'c', 'constructor'),
          tie('schema') as fc.Arbitrary<SchemaNode>,
        ),
        required: fc.constant(['a']),
        default: fc.constant({}),
        'x-kubernetes-preserve-unknown-fields': fc.constant(true as const),
      },
      { requiredKeys: ['type'] },
    ),
    fc.record<SchemaNode>(
      {
        type: fc.constant('object'),
        additionalProperties: tie('schema') as fc.Arbitrary<SchemaNode>,
      },
      { requiredKeys: ['type', 'additionalProperties'] },
    ),
    fc.record<SchemaNode>(
      {
        type: fc.constant('array'),
        items: tie('schema') as fc.Arbitrary<SchemaNode>,
        'x-kubernetes-list-type': fc.constantFrom('atomic', 'set'),
      },
      { requiredKeys: ['type', 'items'] },
    ),
  ),
}));

/** Values that often have the fields of the schemas. */
const { value } = fc.letrec<{ value: unknown }>(tie => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, 0, 1, 3, 1.5, 'a', 'long text', ''),
    fc.dictionary(
      fc.constantFrom('a', 'b', 'c', 'zz', 'constructor', '__proto__'),
      tie('value'),
    ),
    fc.array(tie('value'), { maxLength: 3 }),
  ),
}));

function object(spec: unknown): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'T',
    metadata: { name: 'x' },
    spec: structuredClone(spec),
  };
}

function compile(spec: SchemaNode) {
  return compileSchema({ type: 'object', properties: { spec } });
}

describe('compileSchema', () => {
  it('changes nothing when pruning or defaulting again', () => {
    fc.assert(
      fc.property(schema, value, (spec, content) => {
        const compiled = compile(spec);
        const once = object(content);
        compiled.prune(once);
        compiled.applyDefaults(once);
        const twice = structuredClone(once);
        expect(compiled.prune(twice)).toEqual([]);
        compiled.applyDefaults(twice);
        expect(twice).toEqual(once);
      }),
    );
  });

  it('answers anything with findings, never by throwing', () => {
    fc.assert(
      fc.property(schema, value, value, (spec, content, before) => {
        const compiled = compile(spec);
        const causes = compiled.validate(object(content), object(before));
        for (const { reason, field, message } of causes) {
          expect([typeof reason, typeof field, typeof message]).toEqual([
            'string',
            'string',
            'string',
          ]);
        }
      }),
    );
  });

  it('lets an update that changes nothing through', () => {
    fc.assert(
      fc.property(schema, value, (spec, content) => {
        const compiled = compile(spec);
        const now = object(content);
        compiled.prune(now);
        compiled.applyDefaults(now);
        // Repeated items of a set are the one thing that is never forgiven.
        const causes = compiled
          .validate(now, structuredClone(now))
          .filter(({ reason }) => reason !== 'FieldValueDuplicate');
        expect(causes).toEqual([]);
      }),
    );
  });
});

import type { Cluster } from '../support/Cluster';
import type { Body } from '../support/connection';
import { CRDS, CustomKinds, specSchema } from '../support/CustomKinds';
import { causesOf } from '../support/shapes';

/** Validation rules in CEL. */
export function rules(cluster: Cluster): void {
  describe('validation rules in CEL', () => {
    const kinds = new CustomKinds(cluster, 'rules');
    let gates: string;
    let count = 0;

    beforeAll(async () => {
      const namespace = await cluster.namespace('rules');
      gates = await kinds.define('Gate', namespace, {
        schema: specSchema({
          type: 'object',
          'x-kubernetes-validations': [
            {
              rule: 'self.min <= self.max',
              message: 'min must not be above max',
            },
            {
              rule: "!has(self.host) || self.host.endsWith('.example.org')",
              messageExpression: "'no such host: ' + self.host",
              reason: 'FieldValueForbidden',
              fieldPath: '.host',
            },
          ],
          properties: {
            min: { type: 'integer', default: 0 },
            max: { type: 'integer', default: 5 },
            host: { type: 'string', maxLength: 100 },
            engine: {
              type: 'string',
              maxLength: 20,
              'x-kubernetes-validations': [
                { rule: 'self == oldSelf', message: 'engine is fixed' },
              ],
            },
            size: {
              type: 'integer',
              'x-kubernetes-validations': [{ rule: 'self >= oldSelf' }],
            },
            names: {
              type: 'array',
              maxItems: 10,
              items: { type: 'string', maxLength: 20 },
              'x-kubernetes-validations': [
                {
                  rule: 'self.all(one, self.exists_one(other, other == one))',
                  message: 'names must differ',
                },
              ],
            },
            optional: {
              type: 'string',
              maxLength: 10,
              'x-kubernetes-validations': [
                {
                  rule: 'oldSelf.hasValue() || self == "first"',
                  message: 'begins with first',
                  optionalOldSelf: true,
                },
              ],
            },
          },
        }),
      });
    });

    const create = (spec: Body, name = `gate-${count++}`) =>
      cluster.post(gates, kinds.object('Gate', name, spec));
    const change = (name: string, spec: Body) =>
      cluster.patch(`${gates}/${name}`, 'merge', { spec });

    it('lets pass what keeps the rules', async () => {
      const { status, body } = await create({
        min: 1,
        max: 2,
        host: 'a.example.org',
        names: ['a', 'b'],
      });
      expect([status, body.reason]).toEqual([201, undefined]);
    });

    it('refuses what breaks a rule, with its message', async () => {
      const answer = await create({ min: 3, max: 2 });
      expect([answer.status, answer.body.reason]).toEqual([422, 'Invalid']);
      expect(causesOf(answer)).toEqual([
        {
          reason: 'FieldValueInvalid',
          message: 'Invalid value: min must not be above max',
          field: 'spec',
        },
      ]);
    });

    it('checks after the defaults are filled in', async () => {
      const answer = await create({ min: 6 });
      expect(causesOf(answer)[0]).toMatchObject({ field: 'spec' });
    });

    it('words a message by an expression, at a path and with a reason', async () => {
      const answer = await create({ host: 'elsewhere.com' });
      expect(causesOf(answer)).toEqual([
        {
          reason: 'FieldValueForbidden',
          message: 'Forbidden: no such host: elsewhere.com',
          field: 'spec.host',
        },
      ]);
    });

    it('looks into lists', async () => {
      const answer = await create({ names: ['a', 'a'] });
      expect(causesOf(answer)[0]).toMatchObject({ field: 'spec.names' });
    });

    it('compares with what was there before', async () => {
      await create({ engine: 'one' }, 'moving');
      const answer = await change('moving', { engine: 'two' });
      expect(causesOf(answer)).toEqual([
        {
          reason: 'FieldValueInvalid',
          message: 'Invalid value: "two": engine is fixed',
          field: 'spec.engine',
        },
      ]);
      expect((await change('moving', { min: 1 })).status).toBe(200);
    });

    it('does not compare on creation, nor what is new', async () => {
      await create({}, 'growing');
      expect((await change('growing', { size: 3, engine: 'x' })).status).toBe(
        200,
      );
      expect((await change('growing', { size: 4 })).status).toBe(200);
      const shrunk = await change('growing', { size: 2 });
      expect(shrunk.status).toBe(422);
      expect(shrunk.body.message).toContain('failed rule: self >= oldSelf');
    });

    it('knows on creation that there was nothing, for rules that ask', async () => {
      expect((await create({ optional: 'second' })).status).toBe(422);
      await create({ optional: 'first' }, 'asking');
      expect((await change('asking', { optional: 'second' })).status).toBe(200);
    });

    it('checks rules before a subresource is written, too', async () => {
      await create({ min: 0 }, 'status');
      const answer = await change('status', { min: 9 });
      expect(answer.status).toBe(422);
    });

    const define = (property: Body) =>
      cluster.post(
        `${CRDS}?dryRun=All`,
        kinds.definition('Wrong', {
          schema: specSchema({
            type: 'object',
            properties: { a: property },
          }),
        }),
      );

    it('refuses a definition whose rule does not compile', async () => {
      const answer = await define({
        type: 'string',
        'x-kubernetes-validations': [{ rule: 'self.nothing == 1' }],
      });
      expect(answer.status).toBe(422);
      expect(causesOf(answer)[0].field).toBe(
        'spec.validation.openAPIV3Schema.properties[spec].properties[a].x-kubernetes-validations[0].rule',
      );
      expect(answer.body.message).toContain('compilation failed');
    });

    it('refuses a definition whose rule is no condition', async () => {
      const answer = await define({
        type: 'string',
        'x-kubernetes-validations': [{ rule: 'self' }],
      });
      expect(answer.status).toBe(422);
      expect(answer.body.message).toContain('must evaluate to a bool');
    });

    it('refuses a definition whose rule costs too much', async () => {
      const answer = await define({
        type: 'array',
        items: { type: 'string' },
        'x-kubernetes-validations': [
          { rule: 'self.all(x, self.all(y, x == y))' },
        ],
      });
      expect(answer.status).toBe(422);
      expect(answer.body.message).toContain(
        'estimated rule cost exceeds budget by factor of',
      );
    });

    it('refuses a definition that is not structural', async () => {
      const answer = await define({ properties: { b: { type: 'string' } } });
      expect(answer.status).toBe(422);
      expect(causesOf(answer)[0]).toMatchObject({
        reason: 'FieldValueRequired',
        field:
          'spec.validation.openAPIV3Schema.properties[spec].properties[a].type',
      });
    });

    it('refuses a default that its own schema does not allow', async () => {
      const answer = await define({ type: 'integer', default: 'x' });
      expect(answer.status).toBe(422);
      expect(causesOf(answer)[0].field).toBe(
        'spec.validation.openAPIV3Schema.properties[spec].properties[a].default',
      );
    });
  });
}

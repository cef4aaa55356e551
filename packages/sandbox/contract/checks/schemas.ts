import type { Cluster } from '../support/Cluster';
import type { Body } from '../support/connection';
import { CustomKinds, specSchema } from '../support/CustomKinds';
import { causesOf, refusal, warningsOf } from '../support/shapes';

/** What the schema of a custom resource does to its objects. */
export function schemas(cluster: Cluster): void {
  describe('schemas of custom resources', () => {
    const kinds = new CustomKinds(cluster, 'schemas');
    let widgets: string;
    let count = 0;

    beforeAll(async () => {
      const namespace = await cluster.namespace('schemas');
      widgets = await kinds.define('Widget', namespace, {
        schema: specSchema({
          type: 'object',
          required: ['size'],
          properties: {
            size: { type: 'string', enum: ['small', 'large'] },
            count: { type: 'integer', minimum: 1, maximum: 9, default: 1 },
            name: { type: 'string', pattern: '^[a-z]+$', maxLength: 10 },
            email: { type: 'string', format: 'email' },
            since: { type: 'string', format: 'date-time' },
            ratio: { type: 'number' },
            none: { type: 'string', nullable: true },
            either: { 'x-kubernetes-int-or-string': true },
            tags: {
              type: 'array',
              'x-kubernetes-list-type': 'set',
              items: { type: 'string' },
            },
            ports: {
              type: 'array',
              maxItems: 3,
              'x-kubernetes-list-type': 'map',
              'x-kubernetes-list-map-keys': ['name'],
              items: {
                type: 'object',
                required: ['name'],
                properties: {
                  name: { type: 'string' },
                  port: { type: 'integer', default: 80 },
                },
              },
            },
            limits: {
              type: 'object',
              additionalProperties: { type: 'integer' },
            },
            free: {
              type: 'object',
              'x-kubernetes-preserve-unknown-fields': true,
              properties: { known: { type: 'integer' } },
            },
          },
        }),
      });
    });

    const create = (spec: unknown, query = '') =>
      cluster.post(
        `${widgets}${query}`,
        kinds.object('Widget', `widget-${count++}`, spec),
      );
    const refused = async (spec: unknown) => {
      const answer = await create(spec);
      expect([answer.status, answer.body.reason]).toEqual([422, 'Invalid']);
      return causesOf(answer).map(cause => cause.field);
    };

    it('fills defaults in, in lists, too', async () => {
      const { status, body } = await create({
        size: 'small',
        ports: [{ name: 'web' }],
      });
      expect(status).toBe(201);
      expect(body.spec).toEqual({
        size: 'small',
        count: 1,
        ports: [{ name: 'web', port: 80 }],
      });
    });

    it('drops fields it does not know and warns of them', async () => {
      const answer = await create({
        size: 'small',
        colour: 'red',
        ports: [{ name: 'web', protocol: 'TCP' }],
      });
      expect(answer.status).toBe(201);
      expect(answer.body.spec).toEqual({
        size: 'small',
        count: 1,
        ports: [{ name: 'web', port: 80 }],
      });
      expect(warningsOf(answer).sort()).toEqual([
        'unknown field "spec.colour"',
        'unknown field "spec.ports[0].protocol"',
      ]);
    });

    it('says nothing of unknown fields to those who do not want to know', async () => {
      const answer = await create(
        { size: 'small', colour: 'red' },
        '?fieldValidation=Ignore',
      );
      expect(answer.status).toBe(201);
      expect(answer.body.spec).not.toHaveProperty('colour');
      expect(warningsOf(answer)).toEqual([]);
    });

    it('refuses unknown fields under strict validation', async () => {
      const answer = await create(
        { size: 'small', colour: 'red' },
        '?fieldValidation=Strict',
      );
      expect(refusal(answer)).toEqual([
        400,
        'BadRequest',
        'Widget in version "v1" cannot be handled as a Widget: strict decoding error: unknown field "spec.colour"',
      ]);
    });

    it('keeps unknown fields where the schema says so', async () => {
      const { body } = await create({
        size: 'small',
        free: { anything: [1, { a: null }] },
      });
      expect((body.spec as Body).free).toEqual({
        anything: [1, { a: null }],
      });
    });

    it('holds what is known to its type where unknown is kept', async () => {
      expect(await refused({ size: 'small', free: { known: 'x' } })).toContain(
        'spec.free.known',
      );
    });

    it.each<[string, Body, string]>([
      ['a value outside the list', { size: 'huge' }, 'spec.size'],
      ['a missing field', {}, 'spec.size'],
      ['a number too small', { size: 'small', count: 0 }, 'spec.count'],
      ['a number too large', { size: 'small', count: 10 }, 'spec.count'],
      ['a text for a number', { size: 'small', count: '3' }, 'spec.count'],
      [
        'a fraction for an integer',
        { size: 'small', count: 1.5 },
        'spec.count',
      ],
      ['a text off its pattern', { size: 'small', name: 'A1' }, 'spec.name'],
      ['a text too long', { size: 'small', name: 'abcdefghijk' }, 'spec.name'],
      [
        'a text off its format',
        { size: 'small', since: 'yesterday' },
        'spec.since',
      ],
      [
        'a double item of a set',
        { size: 'small', tags: ['a', 'a'] },
        'spec.tags[1]',
      ],
      [
        'a double key of a keyed list',
        { size: 'small', ports: [{ name: 'a' }, { name: 'a' }] },
        'spec.ports[1]',
      ],
      [
        'too many items',
        {
          size: 'small',
          ports: ['a', 'b', 'c', 'd'].map(name => ({ name })),
        },
        'spec.ports',
      ],
      [
        'a wrong value of a map',
        { size: 'small', limits: { cpu: 'one' } },
        'spec.limits.cpu',
      ],
    ])('refuses %s', async (_, spec, field) => {
      expect(await refused(spec)).toContain(field);
    });

    it('names the kind, the object and every fault at once', async () => {
      const answer = await create({ size: 'huge', count: 0 });
      expect(answer.body).toMatchObject({
        reason: 'Invalid',
        details: { group: kinds.group, kind: 'Widget' },
      });
      expect(causesOf(answer).map(cause => cause.field)).toEqual(
        expect.arrayContaining(['spec.size', 'spec.count']),
      );
    });

    it('explains a value outside the list with the list', async () => {
      const answer = await create({ size: 'huge' });
      expect(answer.body.message).toContain(
        'spec.size: Unsupported value: "huge": supported values: "small", "large"',
      );
    });

    it('takes a null away, unless the schema allows it', async () => {
      const { body } = await create({
        size: 'small',
        count: null,
        none: null,
      });
      expect(body.spec).toEqual({ size: 'small', count: 1, none: null });
    });

    it('takes a number or a text where both are allowed', async () => {
      for (const either of [80, '80%']) {
        const { body } = await create({ size: 'small', either });
        expect((body.spec as Body).either).toBe(either);
      }
      expect(await refused({ size: 'small', either: true })).toContain(
        'spec.either',
      );
    });

    it('checks what an update makes of an object', async () => {
      const { body } = await create({ size: 'small' });
      const { name } = body.metadata as { name: string };
      const answer = await cluster.patch(`${widgets}/${name}`, 'merge', {
        spec: { count: 99 },
      });
      expect([answer.status, causesOf(answer)[0].field]).toEqual([
        422,
        'spec.count',
      ]);
    });

    it('lets stay what was valid once, as long as it is not touched', async () => {
      const { body } = await create({ size: 'large' });
      const { name } = body.metadata as { name: string };
      const path = kinds.definitionPath('Widget');
      const at =
        '/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/size/enum';
      await cluster.patch(path, 'json', [
        { op: 'replace', path: at, value: ['small'] },
      ]);
      // Until the new schema is in force; how often that takes is no answer to compare.
      for (;;) {
        const probe = await cluster.ask('POST', widgets, {
          body: kinds.object('Widget', `widget-${count++}`, { size: 'large' }),
        });
        if (probe.status === 422) break;
      }
      const kept = await cluster.patch(`${widgets}/${name}`, 'merge', {
        spec: { count: 2 },
      });
      expect([kept.status, (kept.body.spec as Body).size]).toEqual([
        200,
        'large',
      ]);
      await cluster.patch(path, 'json', [
        { op: 'replace', path: at, value: ['small', 'large'] },
      ]);
    });
  });
}

import type { Cluster } from '../support/Cluster';
import { refusal, warningsOf } from '../support/shapes';

/** Encodings, broken requests and strictness. */
export function requests(cluster: Cluster): void {
  describe('requests', () => {
    let maps: string;

    beforeAll(async () => {
      const namespace = await cluster.namespace('requests');
      maps = `/api/v1/namespaces/${namespace}/configmaps`;
    });

    const raw = (body: string, query = '', type = 'application/json') =>
      cluster.send('POST', `${maps}${query}`, { body, type });

    it.each([
      ['POST', '/a'],
      ['PATCH', ''],
      ['PUT', ''],
    ])('does not allow %s at %s', async (method, path) => {
      const answer = await cluster.send(method, `${maps}${path}`, { body: {} });
      expect(answer.body).toEqual({
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message:
          'the server does not allow this method on the requested resource',
        reason: 'MethodNotAllowed',
        details: {},
        code: 405,
      });
    });

    it.each([
      [
        'cut short',
        '{"apiVersion": "v1", ',
        'unexpected end of JSON input ({"apiVersion": "v1", )',
      ],
      [
        'no JSON',
        'hello',
        "invalid character 'h' looking for beginning of value (68656c6c6f)",
      ],
      ['empty', '', 'unexpected end of JSON input (<empty>)'],
      [
        'a list',
        '[]',
        'json: cannot unmarshal array into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" } (5b5d)',
      ],
    ])('refuses a body that is %s', async (_, body, problem) => {
      expect(refusal(await raw(body))).toEqual([
        400,
        'BadRequest',
        `the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: ${problem}`,
      ]);
    });

    it.each([
      [
        'a number for a text',
        { data: { a: 1 } },
        'json: cannot unmarshal number into Go struct field ConfigMap.data of type string',
      ],
      [
        'a list for a map',
        { data: ['x'] },
        'json: cannot unmarshal array into Go struct field ConfigMap.data of type map[string]string',
      ],
      [
        'broken base64',
        { binaryData: { a: '***' } },
        'illegal base64 data at input byte 0',
      ],
    ])('refuses %s', async (_, fields, problem) => {
      const answer = await cluster.post(maps, {
        metadata: { name: 'typed' },
        ...fields,
      });
      expect(refusal(answer)).toEqual([
        400,
        'BadRequest',
        `ConfigMap in version "v1" cannot be handled as a ConfigMap: ${problem}`,
      ]);
    });

    it('refuses another version or kind', async () => {
      const version = await cluster.post(maps, {
        kind: 'ConfigMap',
        apiVersion: 'v2',
        metadata: { name: 'a' },
      });
      expect([version.status, version.body.message]).toEqual([
        400,
        expect.stringMatching(
          /^ConfigMap in version "v2" cannot be handled as a ConfigMap: no kind "ConfigMap" is registered for version "v2" in scheme/,
        ),
      ]);
      const kind = await cluster.post(maps, {
        kind: 'Secret',
        apiVersion: 'v1',
        metadata: { name: 'a' },
      });
      expect([kind.status, kind.body.message]).toEqual([
        400,
        'Secret in version "v1" cannot be handled as a ConfigMap: converting (v1.Secret) to (core.ConfigMap): unknown conversion',
      ]);
    });

    it('does not know the type of a CSV', async () => {
      expect(refusal(await raw('a,b', '', 'text/csv'))).toEqual([
        415,
        'UnsupportedMediaType',
        'the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf',
      ]);
    });

    it('takes YAML and answers in YAML to those who want it', async () => {
      const answer = await cluster.send('POST', maps, {
        body: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: yaml\ndata:\n  a: "1"\n',
        type: 'application/yaml',
        headers: { Accept: 'application/yaml' },
      });
      expect(answer.status).toBe(201);
      expect(answer.headers['content-type']).toBe('application/yaml');
      expect(answer.text).toMatch(/^ {2}name: yaml$/m);
      expect((await cluster.get(`${maps}/yaml`)).body.data).toEqual({ a: '1' });
    });

    it('refuses YAML that is none', async () => {
      const { status, body } = await raw(
        'apiVersion: v1\nkind: [',
        '',
        'application/yaml',
      );
      expect([status, body.reason]).toEqual([400, 'BadRequest']);
      expect(body.message).toContain(
        'yaml: line 2: did not find expected node content',
      );
    });

    it('answers in no type it does not know', async () => {
      const { status } = await cluster.get(maps, { Accept: 'text/html' });
      expect(status).toBe(406);
    });

    it('answers browsers in JSON', async () => {
      const { headers } = await cluster.get(maps, {
        Accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
      });
      expect(headers['content-type']).toBe('application/json');
    });

    it('refuses bodies that are nested too deep', async () => {
      const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
      const { status } = await raw(
        `{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"deep"},"x":${deep}}`,
      );
      expect(status).toBe(400);
    });

    it('refuses bodies of more than three mebibytes', async () => {
      const answer = await cluster.post(maps, {
        metadata: { name: 'huge' },
        data: { a: 'x'.repeat(3_200_000) },
      });
      expect([answer.status, answer.body.reason]).toEqual([
        413,
        'RequestEntityTooLarge',
      ]);
    });

    const odd = (name: string) => ({
      kind: 'ConfigMap',
      apiVersion: 'v1',
      metadata: { name, colour: 'red' },
      extra: 1,
    });

    it('drops unknown fields and warns of them', async () => {
      const answer = await cluster.post(maps, odd('warned'));
      expect(answer.status).toBe(201);
      expect(answer.body).not.toHaveProperty('extra');
      expect(warningsOf(answer).sort()).toEqual([
        'unknown field "extra"',
        'unknown field "metadata.colour"',
      ]);
    });

    it('refuses unknown fields under strict validation', async () => {
      const answer = await cluster.post(
        `${maps}?fieldValidation=Strict`,
        odd('strict'),
      );
      expect([answer.status, answer.body.reason]).toEqual([400, 'BadRequest']);
      expect(answer.body.message).toBe(
        'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "metadata.colour", unknown field "extra"',
      );
    });

    it('refuses a key that comes twice under strict validation', async () => {
      const answer = await raw(
        '{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"a","name":"b"}}',
        '?fieldValidation=Strict',
      );
      expect(refusal(answer)).toEqual([
        400,
        'BadRequest',
        'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: duplicate field "metadata.name"',
      ]);
    });

    it('takes the last of two equal keys and warns', async () => {
      const answer = await raw(
        '{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"twice"},"data":{"a":"1","a":"2"}}',
      );
      expect([answer.status, answer.body.data]).toEqual([201, { a: '2' }]);
      expect(warningsOf(answer)).toEqual(['duplicate field "data.a"']);
    });

    it('knows three ways to validate fields', async () => {
      const answer = await cluster.post(
        `${maps}?fieldValidation=Maybe`,
        odd('maybe'),
      );
      expect(refusal(answer)).toEqual([
        422,
        'Invalid',
        'CreateOptions.meta.k8s.io "" is invalid: fieldValidation: Unsupported value: "Maybe": supported values: "", "Ignore", "Strict", "Warn"',
      ]);
    });

    it('prints an answer for people to read on demand', async () => {
      const { text } = await cluster.get(
        `${maps}?pretty=true&fieldSelector=metadata.name=twice`,
      );
      expect(text).toMatch(/^\{\n {2}"kind": "ConfigMapList"/);
    });
  });
}

import type { Cluster } from '../support/Cluster';
import { itemsOf, metadataOf, namesOf, refusal } from '../support/shapes';

/** Lists: selectors, pages and shapes. */
export function reading(cluster: Cluster): void {
  describe('lists', () => {
    let namespace: string;
    let maps: string;

    beforeAll(async () => {
      namespace = await cluster.namespace('lists');
      maps = `/api/v1/namespaces/${namespace}/configmaps`;
      for (const [name, labels] of Object.entries({
        a: { app: 'web', tier: 'front' },
        b: { app: 'web', tier: 'back' },
        c: { app: 'job', weight: '7' },
        d: { weight: '12' },
      })) {
        await cluster.post(maps, { metadata: { name, labels } });
      }
      // A controller puts one into every namespace of a real cluster.
      await cluster.ask('DELETE', `${maps}/kube-root-ca.crt`);
    });

    // Without what a controller may put there meanwhile.
    const own = (names: string[]) =>
      names.filter(name => name !== 'kube-root-ca.crt');
    const list = (query: string) => cluster.get(`${maps}?${query}`);

    it.each([
      ['app=web', ['a', 'b']],
      ['app==web,tier!=back', ['a']],
      ['app!=web', ['c', 'd']],
      ['app in (web, job)', ['a', 'b', 'c']],
      ['app notin (web)', ['c', 'd']],
      ['app,!tier', ['c']],
      ['!app', ['d']],
      ['weight>10', ['d']],
      ['weight<10', ['c']],
      ['app=', []],
      ['', ['a', 'b', 'c', 'd']],
    ])('selects by the labels "%s"', async (selector, expected) => {
      const answer = await list(
        `labelSelector=${encodeURIComponent(selector)}`,
      );
      expect(own(namesOf(answer))).toEqual(expected);
    });

    it.each([
      [
        'a b',
        "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt",
      ],
      ['app in x', "unable to parse requirement: found 'x' expected: '('"],
      ['a=b=c', "found '=', expected: ',' or 'end of string'"],
      ['app=x,', "found '', expected: identifier after ','"],
      ['=x', "found '=', expected: !, identifier, or 'end of string'"],
    ])('explains the broken label selector "%s"', async (selector, message) => {
      const answer = await list(
        `labelSelector=${encodeURIComponent(selector)}`,
      );
      expect(refusal(answer)).toEqual([400, 'BadRequest', message]);
    });

    it.each([
      ['metadata.name=b', ['b']],
      ['metadata.name!=b', ['a', 'c', 'd']],
      ['metadata.name=a,metadata.name!=b', ['a']],
      ['metadata.name=nothing', []],
    ])('selects by the field %s', async (selector, expected) => {
      const answer = await list(
        `fieldSelector=${encodeURIComponent(selector)}`,
      );
      expect(own(namesOf(answer))).toEqual(expected);
    });

    it('selects by namespace across all of them', async () => {
      const answer = await cluster.get(
        `/api/v1/configmaps?fieldSelector=metadata.namespace%3D${namespace}`,
      );
      expect(own(namesOf(answer))).toEqual(['a', 'b', 'c', 'd']);
    });

    it('refuses fields that cannot be selected by', async () => {
      expect(refusal(await list('fieldSelector=data.x%3Db'))).toEqual([
        400,
        'BadRequest',
        '"data.x" is not a known field selector: only "metadata.name", "metadata.namespace"',
      ]);
    });

    it('selects Secrets by their type', async () => {
      const secrets = maps.replace('configmaps', 'secrets');
      await cluster.post(secrets, { metadata: { name: 'plain' } });
      await cluster.post(secrets, {
        metadata: { name: 'special' },
        type: 'example.org/special',
      });
      expect(
        namesOf(
          await cluster.get(
            `${secrets}?fieldSelector=type%3Dexample.org/special`,
          ),
        ),
      ).toEqual(['special']);
    });

    it('says of a list only once what its items are', async () => {
      const { body } = await list('labelSelector=app%3Dweb');
      expect(body).toMatchObject({ kind: 'ConfigMapList', apiVersion: 'v1' });
      expect(itemsOf({ body } as never)[0]).not.toHaveProperty('kind');
    });

    it('orders by name', async () => {
      const names = namesOf(await cluster.get(maps));
      expect(names).toEqual([...names].sort());
    });

    it('cuts a list into pages and counts the rest', async () => {
      const first = await list('limit=2');
      expect(namesOf(first)).toEqual(['a', 'b']);
      expect(metadataOf(first)).toMatchObject({
        continue: expect.any(String),
        remainingItemCount: expect.any(Number),
      });
      expect(metadataOf(first).remainingItemCount).toBeGreaterThanOrEqual(2);
    });

    it('does not count the rest of a selection', async () => {
      const first = await list('limit=1&labelSelector=app%3Dweb');
      expect(metadataOf(first).continue).toBeTruthy();
      expect(first.body.metadata).not.toHaveProperty('remainingItemCount');
    });

    it('pages through one consistent snapshot', async () => {
      const first = await list('limit=2');
      await cluster.post(maps, { metadata: { name: 'bb' } });
      await cluster.remove(`${maps}/d`);
      const token = encodeURIComponent(metadataOf(first).continue ?? '');
      const second = await list(`limit=500&continue=${token}`);
      expect(own(namesOf(second))).toEqual(['c', 'd']);
      expect(second.body.metadata).not.toHaveProperty('continue');
      expect(metadataOf(second).resourceVersion).toBe(
        metadataOf(first).resourceVersion,
      );
      expect(own(namesOf(await cluster.get(maps)))).toEqual([
        'a',
        'b',
        'bb',
        'c',
      ]);
      const past = await list(
        `resourceVersion=${
          metadataOf(first).resourceVersion
        }&resourceVersionMatch=Exact`,
      );
      expect(own(namesOf(past))).toEqual(['a', 'b', 'c', 'd']);
    });

    it('refuses a token to continue with that it did not make', async () => {
      const { status, body } = await list('continue=nonsense');
      expect([status, body.reason]).toEqual([400, 'BadRequest']);
      expect(body.message).toMatch(/^invalid continue token: /);
    });

    it('does not take a version together with a token to continue', async () => {
      const first = await list('limit=1');
      const token = encodeURIComponent(metadataOf(first).continue ?? '');
      const answer = await list(`limit=1&continue=${token}&resourceVersion=5`);
      expect(refusal(answer)).toEqual([
        400,
        'BadRequest',
        'specifying resource version is not allowed when using continue',
      ]);
    });

    it('waits no longer than it can for a version to come', async () => {
      const answer = await list('resourceVersion=999999999');
      expect([answer.status, answer.body.reason]).toEqual([504, 'Timeout']);
      expect(answer.body.message).toMatch(
        /^Timeout: Too large resource version: 999999999, current: \d+$/,
      );
    });

    it('gives any version to those who ask for version 0', async () => {
      const answer = await list('resourceVersion=0');
      expect([answer.status, own(namesOf(answer))]).toEqual([
        200,
        ['a', 'b', 'bb', 'c'],
      ]);
    });

    it('wants a version where it is to be matched', async () => {
      expect(refusal(await list('resourceVersionMatch=Exact'))).toEqual([
        422,
        'Invalid',
        'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided',
      ]);
    });

    it('gives only the metadata of an object or a list on demand', async () => {
      const one = await cluster.get(`${maps}/a`, {
        Accept: 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1',
      });
      expect(one.body).toMatchObject({
        kind: 'PartialObjectMetadata',
        apiVersion: 'meta.k8s.io/v1',
        metadata: { name: 'a' },
      });
      expect(Object.keys(one.body).sort()).toEqual([
        'apiVersion',
        'kind',
        'metadata',
      ]);
      const all = await cluster.get(maps, {
        Accept:
          'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
      });
      expect(all.body.kind).toBe('PartialObjectMetadataList');
    });

    it.each([
      '/api/v1/namespaces/%2e%2e/secrets',
      '/api/v1/namespaces/../secrets',
    ])('finds no way up through the path %s', async path => {
      const { status, body } = await cluster.get(path);
      expect([status, body.message]).toEqual([
        500,
        'invalid key: "/secrets/.."',
      ]);
    });

    it('takes a step up for no name', async () => {
      expect(refusal(await cluster.get(`${maps}/%2e%2e`))).toEqual([
        400,
        'BadRequest',
        `Name parameter invalid: "..": may not be '..'`,
      ]);
    });

    it.each(['/api/v1//namespaces', '/api/v1/./namespaces'])(
      'takes %s for another path than it would be tidied up',
      async path => {
        expect((await cluster.get(path)).status).toBe(404);
      },
    );

    it('takes an escaped slash for a slash', async () => {
      expect((await cluster.get(`${maps}/a%2fb`)).body).toMatchObject({
        code: 404,
        message: 'the server could not find the requested resource',
      });
    });

    it('refuses a path with a broken escape', async () => {
      const { status } = await cluster.get(`${maps}/%zz`);
      expect(status).toBe(400);
    });
  });
}

import { ContractServer } from './ContractServer';

describe('lists and watches', () => {
  let server: ContractServer;
  let maps: string;

  beforeAll(async () => {
    server = await ContractServer.start();
    const namespace = await server.namespace('reading');
    maps = `/api/v1/namespaces/${namespace}/configmaps`;
    for (const [name, labels] of Object.entries({
      a: { app: 'web', tier: 'front' },
      b: { app: 'web', tier: 'back' },
      c: { app: 'job' },
      d: {},
    })) {
      await server.post(maps, { metadata: { name, labels } });
    }
  });
  afterAll(() => server.stop());

  const names = (body: Record<string, unknown>) =>
    (body.items as { metadata: { name: string } }[]).map(
      item => item.metadata.name,
    );
  const metadata = (body: Record<string, unknown>) =>
    body.metadata as Record<string, string>;

  it.each([
    ['app=web', ['a', 'b']],
    ['app==web,tier!=back', ['a']],
    ['app!=web', ['c', 'd']],
    ['app in (web, job)', ['a', 'b', 'c']],
    ['app notin (web)', ['c', 'd']],
    ['app,!tier', ['c']],
    ['!app', ['d']],
    ['tier in ()', []],
  ])('selects by labels: %s', async (selector, expected) => {
    const list = await server.get(
      `${maps}?labelSelector=${encodeURIComponent(selector)}`,
    );
    expect([selector, names(list.body)]).toEqual([selector, expected]);
  });

  it('selects by fields', async () => {
    expect(
      names((await server.get(`${maps}?fieldSelector=metadata.name=b`)).body),
    ).toEqual(['b']);
    expect(
      names((await server.get(`${maps}?fieldSelector=metadata.name!=b`)).body),
    ).toEqual(['a', 'c', 'd']);
    const unknown = await server.get(`${maps}?fieldSelector=data.x=b`);
    expect([unknown.status, unknown.body.reason]).toEqual([400, 'BadRequest']);
    const broken = await server.get(`${maps}?labelSelector=a%20b`);
    expect([broken.status, broken.body.message]).toEqual([
      400,
      "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt",
    ]);
  });

  it('pages through one consistent snapshot', async () => {
    const first = await server.get(`${maps}?limit=2`);
    expect(names(first.body)).toEqual(['a', 'b']);
    expect(metadata(first.body)).toMatchObject({
      continue: expect.any(String),
      remainingItemCount: 2,
    });
    await server.post(maps, { metadata: { name: 'cc' } });
    await server.send('DELETE', `${maps}/d`);
    const token = encodeURIComponent(metadata(first.body).continue);
    const second = await server.get(`${maps}?limit=2&continue=${token}`);
    expect(names(second.body)).toEqual(['c', 'd']);
    expect(metadata(second.body)).not.toHaveProperty('continue');
    expect(metadata(second.body).resourceVersion).toBe(
      metadata(first.body).resourceVersion,
    );
    expect(names((await server.get(maps)).body)).toEqual(['a', 'b', 'c', 'cc']);
    const exact = await server.get(
      `${maps}?resourceVersion=${
        metadata(first.body).resourceVersion
      }&resourceVersionMatch=Exact`,
    );
    expect(names(exact.body)).toEqual(['a', 'b', 'c', 'd']);
    expect((await server.get(`${maps}?continue=nonsense`)).status).toBe(400);
  });

  it('answers in other shapes', async () => {
    const partial = await server.get(`${maps}/a`, {
      Accept: 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1',
    });
    expect(partial.body).toMatchObject({
      kind: 'PartialObjectMetadata',
      apiVersion: 'meta.k8s.io/v1',
      metadata: { name: 'a' },
    });
    const list = await server.get(maps, {
      Accept:
        'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
    });
    expect(list.body.kind).toBe('PartialObjectMetadataList');
    const table = await server.get(`${maps}?fieldSelector=metadata.name=a`, {
      Accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json',
    });
    expect(table.body).toMatchObject({
      kind: 'Table',
      apiVersion: 'meta.k8s.io/v1',
      columnDefinitions: [{ name: 'Name' }, { name: 'Data' }, { name: 'Age' }],
      rows: [
        {
          cells: ['a', 0, expect.stringMatching(/^\d+s$/)],
          object: { kind: 'PartialObjectMetadata', metadata: { name: 'a' } },
        },
      ],
    });
  });

  it('serves the OpenAPI version that kubectl checks lists with', async () => {
    const json = await server.get('/openapi/v2');
    expect(json.body).toMatchObject({ swagger: '2.0', paths: {} });
    const protobuf = await server.get('/openapi/v2', {
      Accept: 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf',
    });
    expect(protobuf.status).toBe(200);
    expect(protobuf.headers['content-type']).toBe(
      'application/com.github.proto-openapi.spec.v2.v1.0+protobuf',
    );
    // Field 1, three bytes: the version of Swagger.
    expect(protobuf.text.slice(0, 5)).toBe('\n\u00032.0');
  });

  it('watches from a version on, through changes of labels', async () => {
    const { body } = await server.get(maps);
    const watch = server.watch(
      `${maps}?watch=1&resourceVersion=${
        metadata(body).resourceVersion
      }&labelSelector=watched=yes`,
    );
    const label = (value: string | null) =>
      server.send('PATCH', `${maps}/a`, {
        type: 'application/merge-patch+json',
        body: { metadata: { labels: { watched: value } } },
      });
    await label('yes');
    await server.send('PATCH', `${maps}/a`, {
      type: 'application/merge-patch+json',
      body: { data: { x: '1' } },
    });
    const left = await label(null);
    await server.post(maps, {
      metadata: { name: 'w', labels: { watched: 'yes' } },
    });
    await server.send('DELETE', `${maps}/w`);
    const seen = [];
    const versions = [];
    for (let index = 0; index < 5; index++) {
      const event = await watch.next();
      seen.push([
        event?.type,
        (event?.object.metadata as Record<string, string>).name,
      ]);
      versions.push(
        (event?.object.metadata as Record<string, string>).resourceVersion,
      );
    }
    watch.stop();
    expect(seen).toEqual([
      ['ADDED', 'a'],
      ['MODIFIED', 'a'],
      ['DELETED', 'a'],
      ['ADDED', 'w'],
      ['DELETED', 'w'],
    ]);
    // What leaves the selection is told with the version at which it left.
    expect(versions[2]).toBe(metadata(left.body).resourceVersion);
  });

  it('streams the present state and says when it is complete', async () => {
    const watch = server.watch(
      `${maps}?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&timeoutSeconds=2`,
    );
    const seen = [];
    for (;;) {
      const event = await watch.next();
      if (!event) break;
      seen.push(event);
      if (event.type === 'BOOKMARK') break;
    }
    watch.stop();
    const last = seen.pop();
    expect(seen.map(event => event.type)).toEqual(seen.map(() => 'ADDED'));
    expect(seen.length).toBeGreaterThanOrEqual(4);
    expect(last).toMatchObject({
      type: 'BOOKMARK',
      object: {
        kind: 'ConfigMap',
        apiVersion: 'v1',
        metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } },
      },
    });
  });

  it('ends a watch when its time is up', async () => {
    const watch = server.watch(`${maps}?watch=1&timeoutSeconds=1`);
    let event = await watch.next();
    while (event) {
      expect(event.type).toBe('ADDED');
      event = await watch.next();
    }
  });

  it('says when a version is too old or too new', async () => {
    const future = await server.get(`${maps}?resourceVersion=99999999`);
    expect([future.status, future.body.reason]).toEqual([504, 'Timeout']);
    // A real server compacts every five minutes, out of the test's reach.
    if (server.isReal) return;
    await server.compact();
    const watch = server.watch(`${maps}?watch=1&resourceVersion=3`);
    expect(await watch.next()).toMatchObject({
      type: 'ERROR',
      object: { kind: 'Status', code: 410, reason: 'Expired' },
    });
    expect(await watch.next()).toBeUndefined();
  });
});

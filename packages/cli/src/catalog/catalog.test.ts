import { Desk } from '../__testUtils__/Desk';

const GOOD = `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: shop
  annotations:
    backstage.io/techdocs-ref: dir:.
    backstage.io/kubernetes-id: shop
spec:
  type: service
  lifecycle: production
  owner: payments
  dependsOn: [resource:orders-db]
`;

it('checks the file beside it, files and folders', async () => {
  const desk = await Desk.create({
    'catalog-info.yaml': GOOD,
    'services/a/catalog-info.yaml': GOOD.replace('name: shop', 'name: a b'),
    'services/a/other.yaml': 'kind: [',
    'node_modules/x/catalog-info.yaml': 'kind: [',
  });
  expect(await desk.run('catalog', 'validate')).toEqual({
    exitCode: 0,
    out: '1 file, 1 described: 0 errors, 0 warnings.',
    err: '',
  });
  const all = await desk.run('catalog', 'validate', '.');
  expect(all.exitCode).toBe(1);
  expect(all.err).toBe(
    'services/a/catalog-info.yaml:4:9: error: metadata.name: a b cannot be a name. Use letters, digits and - _ . between them, at most 63 characters.',
  );
});

it('takes hints for errors when told to', async () => {
  const desk = await Desk.create({
    'catalog-info.yaml': GOOD.replace('techdocs-ref', 'techdoc-ref'),
  });
  expect((await desk.run('catalog', 'validate')).exitCode).toBe(0);
  expect((await desk.run('catalog', 'validate', '--strict')).exitCode).toBe(1);
  const { out } = await desk.run('catalog', 'validate', '--json');
  expect(JSON.parse(out).problems).toMatchObject([
    { severity: 'warning', line: 6, column: 5 },
  ]);
});

it('asks the portal whether owners and references exist', async () => {
  const desk = await Desk.create({ 'catalog-info.yaml': GOOD });
  desk.env.PORTAL_TOKEN = 'secret';
  const seen: unknown[] = [];
  desk.portal = async request => {
    seen.push([
      request.method,
      request.url,
      request.headers.get('authorization'),
      request.redirect,
      await request.json(),
    ]);
    return Response.json({ items: [{ kind: 'Group' }, null] });
  };
  const { exitCode, err } = await desk.run(
    'catalog',
    'validate',
    '--portal',
    'https://portal.example/',
    '--token-env',
    'PORTAL_TOKEN',
  );
  expect(seen).toEqual([
    [
      'POST',
      'https://portal.example/api/catalog/entities/by-refs',
      'Bearer secret',
      'manual',
      {
        entityRefs: ['group:default/payments', 'resource:default/orders-db'],
        fields: ['kind', 'metadata.name'],
      },
    ],
  ]);
  expect(exitCode).toBe(0);
  expect(err).toContain(
    'resource:default/orders-db, which is not in the catalog',
  );
});

it.each([
  ['nobody is there', undefined, 'https://portal.example does not answer.'],
  [
    'the token is not good',
    () => Response.json({ error: { message: 'Expired' } }, { status: 401 }),
    'https://portal.example refused (401): Expired',
  ],
  [
    'it is something else',
    () => new Response('<html>'),
    'answered something else than expected',
  ],
])(
  'ends with 3 when %s, and never prints the token',
  async (_title, portal, message) => {
    const desk = await Desk.create({ 'catalog-info.yaml': GOOD });
    desk.env.CAIRN_TOKEN = 'secret';
    desk.portal = portal;
    const { exitCode, out, err } = await desk.run(
      'catalog',
      'validate',
      '--portal',
      'https://portal.example',
    );
    expect(exitCode).toBe(3);
    expect(err).toContain(message);
    expect(out + err).not.toContain('secret');
  },
);

it.each([
  [[], 'There is no catalog-info.yaml.'],
  [['.'], 'There is no catalog-info.yaml in ..'],
  [['gone'], 'There is no gone.'],
])('ends with 2 for %j without a file', async (args, message) => {
  const { exitCode, err } = await (
    await Desk.create()
  ).run('catalog', 'validate', ...args);
  expect(exitCode).toBe(2);
  expect(err).toContain(message);
});

it('wants a token when it is to ask', async () => {
  const desk = await Desk.create({ 'catalog-info.yaml': GOOD });
  const { exitCode, err } = await desk.run(
    'catalog',
    'validate',
    '--portal',
    'https://portal.example',
  );
  expect(exitCode).toBe(2);
  expect(err).toContain('The variable CAIRN_TOKEN holds no token.');
});

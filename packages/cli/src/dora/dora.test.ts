import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { Desk } from '../__testUtils__/Desk';

const ANSWER = { accepted: 1, duplicates: 0 };

async function atTheDesk(
  answer: () => Response = () => Response.json(ANSWER, { status: 202 }),
) {
  const desk = await Desk.create();
  desk.env = { CAIRN_PORTAL_URL: 'https://portal.example', CAIRN_TOKEN: 't' };
  const sent: { url: string; body: unknown }[] = [];
  desk.portal = async request => {
    sent.push({ url: request.url, body: await request.json() });
    return answer();
  };
  return { desk, sent };
}

it('tells of deployments and incidents', async () => {
  const { desk, sent } = await atTheDesk();
  const deploy = await desk.run(
    'dora',
    'deploy',
    '--component',
    'shop',
    '--environment',
    'prod',
    '--id',
    '7',
    '--result',
    'succeeded',
    '--revision',
    'abc',
    '--artifact',
    'a:1',
    'b:1',
    '--rollback',
    '--finished-at',
    '2026-11-21T10:00:00Z',
  );
  expect(deploy).toEqual({ exitCode: 0, out: 'Recorded.', err: '' });
  await desk.run(
    'dora',
    'incident',
    '--component',
    'shop',
    '--id',
    'INC-1',
    '--opened-at',
    '2026-11-21T10:00:00Z',
    '--caused-by',
    '7',
  );
  expect(sent).toEqual([
    {
      url: 'https://portal.example/api/dora/facts/deployments',
      body: {
        component: 'shop',
        environment: 'prod',
        externalId: '7',
        result: 'succeeded',
        revision: 'abc',
        artifacts: ['a:1', 'b:1'],
        kind: 'rollback',
        finishedAt: '2026-11-21T10:00:00Z',
      },
    },
    {
      url: 'https://portal.example/api/dora/facts/incidents',
      body: {
        component: 'shop',
        externalId: 'INC-1',
        openedAt: '2026-11-21T10:00:00Z',
        causedBy: ['7'],
      },
    },
  ]);
});

it('says nothing but what the portal takes', async () => {
  const { components } = parse(
    readFileSync(
      join(
        __dirname,
        '../../../../plugins/dora-backend/src/schema/openapi.yaml',
      ),
      'utf8',
    ),
  );
  const { desk, sent } = await atTheDesk();
  const id = ['--component', 'shop', '--environment', 'prod', '--id', '7'];
  const at = '2026-11-21T10:00:00Z';
  await desk.run(
    'dora',
    'deploy',
    ...id,
    '--result',
    'failed',
    '--revision',
    'a',
    '--rollback',
    '--artifact',
    'a',
    '--started-at',
    at,
    '--finished-at',
    at,
  );
  await desk.run(
    'dora',
    'incident',
    ...id,
    '--caused-by',
    'a',
    '--fixed-by',
    'b',
    '--opened-at',
    at,
    '--resolved-at',
    at,
  );
  const takes = (name: string) =>
    Object.keys(components.schemas[name].properties);
  const [deployment, incident] = sent.map(({ body }) =>
    Object.keys(body ?? {}),
  );
  expect(deployment).toHaveLength(9);
  expect(takes('DeploymentInput')).toEqual(
    expect.arrayContaining(deployment ?? []),
  );
  expect(incident).toHaveLength(7);
  expect(takes('IncidentInput')).toEqual(
    expect.arrayContaining(incident ?? []),
  );
});

it('says when the portal knew', async () => {
  const { desk } = await atTheDesk(() =>
    Response.json({ accepted: 0, duplicates: 1 }),
  );
  const { out } = await desk.run(
    'dora',
    'deploy',
    '--component',
    'shop',
    '--environment',
    'prod',
    '--id',
    '7',
  );
  expect(out).toBe('It had been recorded before.');
});

it.each([
  [
    ['deploy', '--component', 'shop', '--environment', 'prod'],
    "required option '--id <id>' not specified",
  ],
  [
    [
      'deploy',
      '--component',
      'shop',
      '--environment',
      'prod',
      '--id',
      '7',
      '--result',
      'fine',
    ],
    'Allowed choices are succeeded, failed.',
  ],
  [
    ['incident', '--component', 'shop', '--id', '7', '--opened-at', 'noon'],
    'noon is no time.',
  ],
])('sends nothing for %j', async (args, message) => {
  const { desk, sent } = await atTheDesk();
  const { exitCode, err } = await desk.run('dora', ...args);
  expect(exitCode).toBe(2);
  expect(err).toContain(message);
  expect(sent).toEqual([]);
});

it('ends with 2 for what the portal cannot take, with 3 when it refuses', async () => {
  const refuse = async (status: number) =>
    (
      await atTheDesk(() =>
        Response.json({ error: { message: 'No.' } }, { status }),
      )
    ).desk.run('dora', 'incident', '--component', 'shop', '--id', '7');
  expect(await refuse(400)).toMatchObject({ exitCode: 2 });
  expect(await refuse(404)).toMatchObject({
    exitCode: 3,
    err: 'cairn: https://portal.example refused (404): No.',
  });
});

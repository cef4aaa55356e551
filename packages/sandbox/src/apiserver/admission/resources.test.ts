import { AdmissionWorld } from '../../__testUtils__/AdmissionWorld';
import { eventually } from '../../__testUtils__/testApi';
import { addAmounts, amountOf, formatAmount } from './resources/quantities';

jest.setTimeout(60_000);

describe('quantities', () => {
  it.each([
    ['200m', '300m', '500m'],
    ['700m', '300m', '1'],
    ['1Gi', '512Mi', '1536Mi'],
    ['0', '2Gi', '2Gi'],
    ['1500', '500', '2k'],
    ['1Ki', '500m', '1024500m'],
    ['1e3', '1', '1001'],
  ])('adds %s and %s', (a, b, sum) => {
    expect(formatAmount(addAmounts(amountOf(a), amountOf(b)))).toBe(sum);
  });
});

describe('what a namespace may use', () => {
  let world: AdmissionWorld;
  beforeAll(async () => {
    world = await AdmissionWorld.start();
  });
  afterAll(() => world.stop());

  async function namespace(name: string): Promise<string> {
    await world.send('POST', '/api/v1/namespaces', { metadata: { name } });
    return `/api/v1/namespaces/${name}`;
  }

  function pod(name: string, resources: object = {}, spec: object = {}) {
    return {
      metadata: { name },
      spec: {
        containers: [{ name: 'main', image: 'web:1', resources }],
        ...spec,
      },
    };
  }

  it('is held against its quotas, and counted', async () => {
    const path = await namespace('limited');
    const pods = `${path}/pods`;
    await world.send('POST', `${path}/resourcequotas`, {
      metadata: { name: 'all' },
      spec: {
        hard: {
          pods: '3',
          'requests.cpu': '1',
          'limits.memory': '1Gi',
          secrets: '1',
        },
      },
    });
    const small = {
      requests: { cpu: '200m' },
      limits: { cpu: '1', memory: '300Mi' },
    };
    const codes: number[] = [];
    for (const name of ['a', 'b', 'c']) {
      codes.push((await world.send('POST', pods, pod(name, small))).code);
    }
    expect(codes).toEqual([201, 201, 201]);
    const messageOf = async (url: string, body: object) =>
      (await world.send('POST', url, body)).body.message;
    expect(
      await messageOf(pods, {
        metadata: { name: 'd' },
        spec: {
          containers: [
            { name: 'x', image: 'web:1', resources: small },
            { name: 'y', image: 'web:1' },
          ],
        },
      }),
    ).toBe(
      'pods "d" is forbidden: failed quota: all: must specify limits.memory for: y; requests.cpu for: y',
    );
    expect(
      await messageOf(
        `${pods}?dryRun=All`,
        pod('d', { requests: { cpu: '500m' }, limits: { memory: '300Mi' } }),
      ),
    ).toBe(
      'pods "d" is forbidden: exceeded quota: all, requested: limits.memory=300Mi,pods=1,requests.cpu=500m, used: limits.memory=900Mi,pods=3,requests.cpu=600m, limited: limits.memory=1Gi,pods=3,requests.cpu=1',
    );
    await world.send('POST', `${path}/secrets`, { metadata: { name: 's' } });
    expect(
      await messageOf(`${path}/secrets`, { metadata: { name: 't' } }),
    ).toBe(
      'secrets "t" is forbidden: exceeded quota: all, requested: secrets=1, used: secrets=1, limited: secrets=1',
    );
    await world.send('DELETE', `${path}/secrets/s`);
    await world.send('DELETE', `${pods}/a?gracePeriodSeconds=0`);
    const { status } = await eventually(async () => {
      const { body } = await world.send('GET', `${path}/resourcequotas/all`);
      const { used } = body.status as { used?: Record<string, string> };
      return used?.secrets === '0' && used.pods === '2' && body;
    });
    expect(status).toEqual({
      hard: {
        pods: '3',
        'requests.cpu': '1',
        'limits.memory': '1Gi',
        secrets: '1',
      },
      used: {
        pods: '2',
        'requests.cpu': '400m',
        'limits.memory': '600Mi',
        secrets: '0',
      },
    });
  });

  it('counts only pods in the scope of a quota', async () => {
    const path = await namespace('scoped');
    await world.send('POST', `${path}/resourcequotas`, {
      metadata: { name: 'best-effort' },
      spec: { hard: { pods: '0' }, scopes: ['BestEffort'] },
    });
    const named = (resources: object) =>
      world.send('POST', `${path}/pods`, pod('a', resources));
    expect((await named({})).body.message).toContain(
      'exceeded quota: best-effort, requested: pods=1, used: pods=0, limited: pods=0',
    );
    expect(await named({ requests: { cpu: '1' } })).toMatchObject({
      code: 201,
    });
  });

  it('fills in and enforces limit ranges', async () => {
    const path = await namespace('ranged');
    await world.send('POST', `${path}/limitranges`, {
      metadata: { name: 'range' },
      spec: {
        limits: [
          {
            type: 'Container',
            default: { cpu: '500m', memory: '256Mi' },
            defaultRequest: { cpu: '100m' },
            max: { cpu: '1' },
            min: { cpu: '50m' },
          },
          {
            type: 'Pod',
            max: { memory: '1Gi' },
            maxLimitRequestRatio: { cpu: '10' },
          },
          { type: 'PersistentVolumeClaim', max: { storage: '5Gi' } },
        ],
      },
    });
    const plain = await world.send('POST', `${path}/pods`, pod('plain'));
    expect(plain.body).toMatchObject({
      metadata: {
        annotations: {
          'kubernetes.io/limit-ranger':
            'LimitRanger plugin set: cpu, memory request for container main; cpu, memory limit for container main',
        },
      },
      spec: {
        containers: [
          {
            resources: {
              requests: { cpu: '100m', memory: '256Mi' },
              limits: { cpu: '500m', memory: '256Mi' },
            },
          },
        ],
      },
    });
    const refusal = async (resources: object) => {
      const { body } = await world.send(
        'POST',
        `${path}/pods`,
        pod('odd', resources),
      );
      return body.message?.replace('pods "odd" is forbidden: ', '');
    };
    expect(await refusal({ requests: { cpu: '10m' } })).toBe(
      '[minimum cpu usage per Container is 50m, but request is 10m, cpu max limit to request ratio per Pod is 10, but provided ratio is 50.000000]',
    );
    expect(await refusal({ limits: { cpu: '2' } })).toContain(
      'maximum cpu usage per Container is 1, but limit is 2',
    );
    expect(await refusal({ limits: { memory: '2Gi' } })).toBe(
      'maximum memory usage per Pod is 1Gi, but limit is 2Gi',
    );
    const claim = await world.send('POST', `${path}/persistentvolumeclaims`, {
      metadata: { name: 'big' },
      spec: {
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: '10Gi' } },
      },
    });
    expect(claim.body.message).toBe(
      'persistentvolumeclaims "big" is forbidden: maximum storage usage per PersistentVolumeClaim is 5Gi, but request is 10Gi',
    );
  });
});

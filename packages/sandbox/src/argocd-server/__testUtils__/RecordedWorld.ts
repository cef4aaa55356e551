import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { eventually } from '../../__testUtils__/testApi';
import { argoApiVersion } from '../../controllers/argocd';
import type { JsonObject } from '../../controllers/runtime';
import { type Answered, ServerWorld, shopManifests } from './ServerWorld';

type Recording = {
  request: {
    method: string;
    path: string;
    as: string;
    body?: unknown;
    rawBody?: string;
  };
  status: number;
  contentType?: string;
  body: unknown;
};

/** Text of a fixture. */
export function readFixture(name: string): string {
  return readFileSync(join(__dirname, '../__fixtures__', name), 'utf8');
}

const recordings = parse(readFixture('recordings.yaml')) as Record<
  string,
  Recording
>;

const FIRST = '10303a3fdbccad95443c518b6dee749e959df469';
const SECOND = '2eea7269c493a0515cdfefa1d09feb559e43a4d9';
/** What differs from one run to the next. */
const CHANGING = [
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'annotations',
  'managedFields',
  'date',
];

/** A recorded request with its answer. */
export function recording(name: string): Recording {
  const found = recordings[name];
  if (!found) throw new Error(`there is no recording ${name}`);
  return found;
}

/** A value without what differs from one run to the next. */
export function comparable(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value ?? null, (key, it: unknown) => {
      if (CHANGING.includes(key)) return undefined;
      // The moment a token was issued.
      return typeof it === 'string'
        ? it.replace(/iat: [\dTZ:-]+/, 'iat: MOMENT')
        : it;
    }),
  );
}

/** The Applications, accounts and resources that the API was recorded with. */
export class RecordedWorld {
  private constructor(readonly server: ServerWorld) {}

  static async start(): Promise<RecordedWorld> {
    const made = new RecordedWorld(await ServerWorld.start(['argo-cd']));
    await made.fill();
    return made;
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  /** Puts our commits and our repository where the recording has its own. */
  translated(value: unknown): unknown {
    const { commits, repository } = this.server;
    return JSON.parse(
      JSON.stringify(value ?? null)
        .replaceAll(FIRST, commits[0])
        .replaceAll(SECOND, commits[1])
        .replaceAll('file:///repos/r1.git', repository.url),
    );
  }

  /** Sends a recorded request again. */
  replay(name: string): Promise<Answered> {
    const { request } = recording(name);
    const path = String(this.translated(request.path)).replace(
      encodeURIComponent('file:///repos/r1.git'),
      encodeURIComponent(this.server.repository.url),
    );
    const as =
      request.as === 'invalid token' ? 'bm90.YSB0b2tlbg.at-all' : request.as;
    const body = request.rawBody ?? this.translated(request.body);
    return this.server.call(as, request.method, path, body ?? undefined);
  }

  /** A recorded answer and ours, both ready to be compared. */
  async bothOf(name: string) {
    const { status, contentType: type, body } = recording(name);
    const answer = await this.replay(name);
    return {
      recorded: { status, type, body: comparable(this.translated(body)) },
      ours: {
        status: answer.status,
        type: answer.type,
        body: comparable(answer.body),
      },
    };
  }

  /** The recorded Application as it was then, with its status. */
  shop(): JsonObject {
    return comparable(
      this.translated(recording('03-application').body),
    ) as JsonObject;
  }

  private async fill(): Promise<void> {
    const world = this.server;

    const { client } = world.api;
    for (const name of ['r1', 'argo-cd']) {
      const metadata = { name };
      await client.create({ apiVersion: 'v1', kind: 'Namespace', metadata });
    }
    await client.create({
      apiVersion: argoApiVersion,
      kind: 'AppProject',
      metadata: { name: 'hidden', namespace: 'argocd' },
      spec: {
        sourceRepos: ['*'],
        destinations: [{ server: '*', namespace: '*' }],
      },
    });
    await client.patch(
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        namespace: 'argocd',
        name: 'argocd-cm',
      },
      { data: { 'accounts.backstage': 'apiKey', 'accounts.viewer': 'apiKey' } },
    );
    await client.patch(
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        namespace: 'argocd',
        name: 'argocd-rbac-cm',
      },
      {
        data: {
          'policy.test.csv': [
            'p, role:backstage, applications, get, default/*, allow',
            'p, role:backstage, applications, sync, default/*, allow',
            'p, role:backstage, projects, get, default, allow',
            'g, backstage, role:backstage',
            'g, viewer, role:readonly',
          ].join('\n'),
        },
      },
    );
    for (const name of ['backstage', 'viewer']) {
      const token = await eventually(async () => {
        const path = `/api/v1/account/${name}/token`;
        const answer = await world.call('admin', 'POST', path, { name });
        return (answer.body as { token?: string }).token;
      });
      world.tokens[name] = token;
    }
    const app = this.shop();
    const metadata = { name: 'shop', namespace: 'argocd' };
    await world.create({ ...app, metadata });
    const { spec } = app as { spec: JsonObject };
    await world.create({
      metadata: { ...metadata, name: 'secretapp' },
      spec: { ...spec, project: 'hidden' },
    });
    for (const name of ['slow', 's54']) {
      await world.create({
        ...app,
        metadata: { ...metadata, name },
        operation: { sync: {} },
        status: {
          ...(app.status as JsonObject),
          operationState: {
            operation: {},
            phase: 'Running',
            startedAt: '2026-11-21T08:36:23Z',
          },
        },
      });
    }
    for (const [kind, name] of [
      ['ConfigMap', 'settings'],
      ['Secret', 'creds'],
      ['Deployment', 'web'],
    ]) {
      const text = shopManifests('nginx:1.29')[`deploy/${name}.yaml`] ?? '';
      const group = kind === 'Deployment' ? 'apps' : '';
      const object = JSON.parse(text) as JsonObject;
      const annotations = {
        'argocd.argoproj.io/tracking-id': `shop:${group}/${kind}:r1/${name}`,
      };
      await client.create({
        ...object,
        metadata: { name, namespace: 'r1', annotations },
        // Edited live, as in the recording.
        ...(kind === 'Secret' && {
          data: { ...(object.data as JsonObject), password: 'c2Vjb25kIQ==' },
        }),
        ...(kind === 'Deployment' && {
          spec: { ...(object.spec as JsonObject), replicas: 4 },
        }),
      } as never);
    }
  }
}

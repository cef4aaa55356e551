import type { Cluster } from '../support/Cluster';
import type { Answer } from '../support/connection';
import { refusal } from '../support/shapes';

const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';

interface Table {
  columnDefinitions: { name: string; type: string; priority: number }[];
  rows: { cells: unknown[]; object: Record<string, unknown> }[];
}

/** Tables, as `kubectl get` asks for them. */
export function tables(cluster: Cluster): void {
  describe('tables', () => {
    let core: string;
    let apps: string;

    beforeAll(async () => {
      const namespace = await cluster.namespace('tables');
      core = `/api/v1/namespaces/${namespace}`;
      apps = `/apis/apps/v1/namespaces/${namespace}`;
      await cluster.post(`${core}/serviceaccounts`, {
        metadata: { name: 'pods' },
      });
      await cluster.post(`${core}/configmaps`, {
        metadata: { name: 'map' },
        data: { a: '1', b: '2' },
      });
    });

    const table = (answer: Answer) => answer.body as unknown as Table;
    const columns = (answer: Answer) =>
      table(answer).columnDefinitions.map(({ name, priority }) =>
        priority > 0 ? `${name} (wide)` : name,
      );
    const get = (path: string) => cluster.get(path, { Accept: TABLE });
    const cells = async (path: string) => table(await get(path)).rows[0].cells;

    it('shows name, data and age of a ConfigMap', async () => {
      const answer = await get(
        `${core}/configmaps?fieldSelector=metadata.name%3Dmap`,
      );
      expect(answer.body).toMatchObject({
        kind: 'Table',
        apiVersion: 'meta.k8s.io/v1',
        rows: [
          {
            cells: ['map', 2, expect.stringMatching(/^\d+s$/)],
            object: {
              kind: 'PartialObjectMetadata',
              apiVersion: 'meta.k8s.io/v1',
              metadata: { name: 'map' },
            },
          },
        ],
      });
      expect(table(answer).columnDefinitions).toMatchObject([
        { name: 'Name', type: 'string', format: 'name', priority: 0 },
        { name: 'Data', type: 'string', priority: 0 },
        { name: 'Age', type: 'string', priority: 0 },
      ]);
    });

    it('carries the whole object, its metadata or nothing, as asked', async () => {
      const object = async (include: string) =>
        table(await get(`${core}/configmaps/map?includeObject=${include}`))
          .rows[0].object;
      expect(await object('Object')).toMatchObject({ kind: 'ConfigMap' });
      expect(await object('Metadata')).toMatchObject({
        kind: 'PartialObjectMetadata',
      });
      expect(await object('None')).toBeNull();
      expect(
        refusal(await get(`${core}/configmaps/map?includeObject=Foo`)),
      ).toEqual([
        400,
        'BadRequest',
        "Unable to convert to Table as requested: includeObject: Invalid value: \"Foo\": must be 'Metadata', 'Object', 'None', or empty",
      ]);
    });

    it.each([
      ['/api/v1/namespaces', 'Name, Status, Age'],
      ['/secrets', 'Name, Type, Data, Age'],
      ['/serviceaccounts', 'Name, Age'],
      [
        '/pods',
        'Name, Ready, Status, Restarts, Age, IP (wide), Node (wide), Nominated Node (wide), Readiness Gates (wide)',
      ],
      [
        '/services',
        'Name, Type, Cluster-IP, External-IP, Port(s), Age, Selector (wide)',
      ],
      [
        '/events',
        'Last Seen, Type, Reason, Object, Subobject (wide), Source (wide), Message, First Seen (wide), Count (wide), Name (wide)',
      ],
    ])('shows the columns of %s', async (path, expected) => {
      const answer = await get(path.startsWith('/api') ? path : core + path);
      expect(columns(answer).join(', ')).toBe(expected);
    });

    it('shows the columns of Deployments', async () => {
      expect(columns(await get(`${apps}/deployments`)).join(', ')).toBe(
        'Name, Ready, Up-to-date, Available, Age, Containers (wide), Images (wide), Selector (wide)',
      );
    });

    it('shows what a Deployment has', async () => {
      await cluster.post(`${apps}/deployments`, {
        metadata: { name: 'web' },
        spec: {
          replicas: 0,
          selector: { matchLabels: { app: 'web' } },
          template: {
            metadata: { labels: { app: 'web' } },
            spec: {
              containers: [
                { name: 'a', image: 'a:1' },
                { name: 'b', image: 'b:1' },
              ],
            },
          },
        },
      });
      expect(await cells(`${apps}/deployments/web`)).toEqual([
        'web',
        '0/0',
        0,
        0,
        expect.stringMatching(/^\d+s$/),
        'a,b',
        'a:1,b:1',
        'app=web',
      ]);
    });

    it('shows why a pod does not run', async () => {
      const pod = async (name: string, status: object) => {
        await cluster.make(`${core}/pods`, {
          metadata: { name },
          spec: {
            containers: [{ name: 'a', image: 'a:1' }],
            terminationGracePeriodSeconds: 0,
            serviceAccountName: 'pods',
            automountServiceAccountToken: false,
          },
        });
        await cluster.patch(`${core}/pods/${name}/status`, 'merge', { status });
        return cells(`${core}/pods/${name}`);
      };
      const waiting = (reason: string, restartCount: number) => ({
        phase: 'Running',
        containerStatuses: [
          {
            name: 'a',
            image: 'a:1',
            imageID: '',
            ready: false,
            restartCount,
            state: { waiting: { reason } },
          },
        ],
      });
      expect(
        (await pod('crashes', waiting('CrashLoopBackOff', 3))).slice(1, 4),
      ).toEqual(['0/1', 'CrashLoopBackOff', '3']);
      expect(
        (await pod('no-image', waiting('ImagePullBackOff', 0))).slice(1, 4),
      ).toEqual(['0/1', 'ImagePullBackOff', '0']);
      expect(
        (
          await pod('done', {
            phase: 'Succeeded',
            containerStatuses: [
              {
                name: 'a',
                image: 'a:1',
                imageID: '',
                ready: false,
                restartCount: 0,
                state: { terminated: { exitCode: 0, reason: 'Completed' } },
              },
            ],
          })
        ).slice(1, 4),
      ).toEqual(['0/1', 'Completed', '0']);
      expect((await pod('new', {})).slice(1, 4)).toEqual([
        '0/1',
        'Pending',
        '0',
      ]);
    });
  });
}

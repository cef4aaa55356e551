import { mockCredentials } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import { MemoryPlatform } from '../__testUtils__/MemoryPlatform';
import {
  database,
  databaseDefinition,
  READY,
  teamNamespace,
} from '../__testUtils__/objects';
import { startClaimsBackend } from '../__testUtils__/startClaimsBackend';

const ref = {
  cluster: 'sandbox',
  offering: 'databases.platform.cairn.dev',
  namespace: 'payments-dev',
  name: 'orders',
};
const person = (name: string) => mockCredentials.user(`user:default/${name}`);

async function startWithActions() {
  const platform = new MemoryPlatform();
  platform.put(databaseDefinition());
  platform.put(teamNamespace('payments-dev', 'payments'));
  platform.put(teamNamespace('logistics-dev', 'logistics'));
  const backend = await startClaimsBackend({ platform });
  const invoke = (
    name: string,
    who: string | undefined,
    input: JsonObject = {},
  ) =>
    backend.actions.invoke({
      id: `test:${name}`,
      input,
      credentials: who ? person(who) : mockCredentials.service(),
    });
  return { ...backend, platform, invoke };
}

describe('the actions', () => {
  it('show to each person what they may request and see', async () => {
    const { platform, invoke } = await startWithActions();
    platform.put(
      database({
        namespace: 'payments-dev',
        name: 'orders',
        conditions: READY,
      }),
    );
    expect((await invoke('list-offerings', 'ben')).output).toMatchObject({
      offerings: [
        {
          id: ref.offering,
          available: true,
          namespaces: ['logistics-dev'],
          specSchema: { type: 'object' },
        },
      ],
    });
    expect((await invoke('list-claims', 'ada')).output).toMatchObject({
      totalItems: 1,
      claims: [{ ...ref, state: 'ready', owner: 'group:default/payments' }],
    });
    expect((await invoke('list-claims', 'ben')).output).toEqual({
      totalItems: 0,
      claims: [],
    });
    await expect(invoke('get-claim', 'ben', ref)).rejects.toMatchObject({
      name: 'NotFoundError',
    });
  });

  it('request, look at and delete a claim for its team, and record it', async () => {
    const { auditor, audit, invoke } = await startWithActions();
    const request = {
      ...ref,
      component: 'order-service',
      spec: { engine: 'postgres', size: 'small' },
    };
    const made = await invoke('request-claim', 'ada', request);
    expect(made.output).toMatchObject({
      created: true,
      claim: { ...ref, component: 'order-service' },
    });
    expect(await invoke('request-claim', 'ada', request)).toMatchObject({
      output: { created: false },
    });
    const { output } = await invoke('get-claim', 'ada', ref);
    expect(output).toMatchObject({
      claim: ref,
      connection: { secretName: 'orders-connection', ready: false },
    });
    const { uid } = (output as { claim: { uid: string } }).claim;
    expect(
      (await invoke('delete-claim', 'ada', { ...ref, uid })).output,
    ).toEqual({ deleting: true });
    await expect(invoke('get-claim', 'ada', ref)).rejects.toMatchObject({
      name: 'NotFoundError',
    });
    expect(auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        eventId: 'claim-mutate',
        meta: expect.objectContaining({
          actionType: 'create',
          door: 'action',
          ...ref,
        }),
      }),
    );
    expect(auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        eventId: 'claim-mutate',
        meta: expect.objectContaining({ actionType: 'delete', uid }),
      }),
    );
    expect(audit.success).toHaveBeenCalledTimes(4);
    expect(audit.fail).toHaveBeenCalledTimes(1);
  });

  it('refuse what the person may not, what is not offered, and who is nobody', async () => {
    const { platform, audit, invoke } = await startWithActions();
    const spec = { engine: 'postgres', size: 'small' };
    await expect(
      invoke('request-claim', 'ben', { ...ref, spec }),
    ).rejects.toMatchObject({ name: 'NotAllowedError' });
    await expect(
      invoke('request-claim', 'ada', { ...ref, spec: { size: 'huge' } }),
    ).rejects.toMatchObject({
      problems: [expect.objectContaining({ field: 'spec.size' })],
    });
    await expect(
      invoke('request-claim', 'ada', { ...ref, spec, component: 'a/b' }),
    ).rejects.toMatchObject({
      problems: [expect.objectContaining({ field: 'component' })],
    });
    for (const name of ['list-claims', 'list-offerings']) {
      await expect(invoke(name, undefined)).rejects.toMatchObject({
        name: 'NotAllowedError',
      });
    }
    await expect(invoke('get-claim', undefined, ref)).rejects.toMatchObject({
      name: 'NotAllowedError',
    });
    expect(audit.fail).toHaveBeenCalledTimes(2);
    expect(
      [...platform.objects.values()].filter(({ kind }) => kind === 'Database'),
    ).toEqual([]);
  });
});

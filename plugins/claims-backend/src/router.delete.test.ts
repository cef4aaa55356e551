import request from 'supertest';
import {
  database,
  databaseDefinition,
  teamNamespace,
} from './__testUtils__/objects';
import { MemoryPlatform } from './__testUtils__/MemoryPlatform';
import { ada, ben, dev, erin, nobody } from './__testUtils__/people';
import {
  allowAllPolicy,
  startClaimsBackend,
} from './__testUtils__/startClaimsBackend';

const PATH =
  '/api/claims/claims/sandbox/databases.platform.cairn.dev/payments-dev/orders';

function createPlatform() {
  const platform = new MemoryPlatform();
  platform.put(databaseDefinition());
  platform.put(teamNamespace('payments-dev', 'payments'));
  const claim = platform.put(
    database({ namespace: 'payments-dev', name: 'orders' }),
  );
  const isThere = () =>
    [...platform.objects.values()].some(({ kind }) => kind === 'Database');
  return { platform, uid: claim.metadata.uid ?? '', isThere };
}

describe('DELETE /claims/{cluster}/{offering}/{namespace}/{name}', () => {
  it('deletes exactly the claim that was seen, and records it', async () => {
    const { platform, uid, isThere } = createPlatform();
    const { server, auditor, audit } = await startClaimsBackend({ platform });
    const remove = (value: string) =>
      request(server).delete(`${PATH}?uid=${value}`).set(ada);

    const other = await remove('11111111-2222-4333-8444-555555555555');
    expect(other.status).toBe(409);
    expect(other.body.error.message).toContain('not the one you looked at');
    expect(isThere()).toBe(true);

    const done = await remove(uid);
    expect(done.status).toBe(202);
    expect(done.body).toEqual({
      cluster: 'sandbox',
      offering: 'databases.platform.cairn.dev',
      namespace: 'payments-dev',
      name: 'orders',
    });
    expect(isThere()).toBe(false);
    expect((await remove(uid)).status).toBe(404);

    expect(auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        eventId: 'claim-mutate',
        severityLevel: 'medium',
        meta: expect.objectContaining({ actionType: 'delete', uid }),
      }),
    );
    expect(audit.success).toHaveBeenCalledTimes(1);
    expect(audit.fail).toHaveBeenCalledTimes(2);
  });

  it('is refused to others: unseen for another team, in words for who may look', async () => {
    const { platform, uid, isThere } = createPlatform();
    const { server, audit } = await startClaimsBackend({ platform });
    const remove = (who: typeof ada) =>
      request(server).delete(`${PATH}?uid=${uid}`).set(who);

    expect((await remove(nobody)).status).toBe(401);
    expect((await remove(ben)).status).toBe(404);
    const auditorsAnswer = await remove(erin);
    expect(auditorsAnswer.status).toBe(403);
    expect(auditorsAnswer.body.error.message).toContain(
      'but not delete it. Ask the owning team',
    );
    expect(isThere()).toBe(true);
    expect(audit.fail).toHaveBeenCalledTimes(2);
    expect((await remove(dev)).status).toBe(202);
  });

  it('leaves the decision to the cluster when the policy allows everything', async () => {
    const { platform, uid, isThere } = createPlatform();
    platform.allows = ({ user }) => user !== 'user:default/ben';
    const { server } = await startClaimsBackend({
      platform,
      permissions: allowAllPolicy(),
    });
    const { status, body } = await request(server)
      .delete(`${PATH}?uid=${uid}`)
      .set(ben);
    expect(status).toBe(403);
    expect(body.error.name).toBe('NotAllowedError');
    expect(isThere()).toBe(true);
  });

  it('needs the uid, and a cluster that answers', async () => {
    const { platform, uid } = createPlatform();
    const { server } = await startClaimsBackend({ platform });
    const without = await request(server).delete(PATH).set(ada);
    expect(without.status).toBe(400);
    expect(without.body.error.message).toContain('uid');
    platform.isDown = true;
    const down = await request(server).delete(`${PATH}?uid=${uid}`).set(ada);
    expect(down.status).toBe(503);
  });
});

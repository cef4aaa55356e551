import type { Cluster } from '../support/Cluster';
import type { Answer } from '../support/connection';
import { itWith } from '../support/target';

/** What controllers put into every namespace. */
export function namespaceDefaults(cluster: Cluster): void {
  const withControllers = itWith('controllers');

  describe('what every namespace has', () => {
    withControllers(
      'is a ServiceAccount and the certificate of the cluster',
      async () => {
        const core = `/api/v1/namespaces/${await cluster.namespace(
          'default-parts',
        )}`;
        await cluster.until(
          `${core}/serviceaccounts/default`,
          answer => answer.status === 200,
        );
        const { body } = await cluster.until(
          `${core}/configmaps/kube-root-ca.crt`,
          answer => answer.status === 200,
        );
        expect(body.data).toEqual({
          'ca.crt': expect.stringContaining('BEGIN CERTIFICATE'),
        });
      },
    );

    withControllers('comes back when it is deleted', async () => {
      const core = `/api/v1/namespaces/${await cluster.namespace(
        'default-again',
      )}`;
      const account = `${core}/serviceaccounts/default`;
      const first = await cluster.until(
        account,
        answer => answer.status === 200,
      );
      await cluster.remove(account);
      const uid = (answer: Answer) =>
        (answer.body.metadata as { uid?: string } | undefined)?.uid;
      const again = await cluster.until(
        account,
        answer => answer.status === 200 && uid(answer) !== uid(first),
      );
      expect(uid(again)).not.toBe(uid(first));
    });
  });
}

import { join } from 'node:path';
import { TestSandbox } from '../src/__testUtils__/TestSandbox';
import { composition } from './checks/composition';
import { delivery } from './checks/delivery';
import { namespaceDefaults } from './checks/namespaceDefaults';
import { Cluster } from './support/Cluster';
import { target } from './support/target';

jest.setTimeout(60_000);

/**
 * What is built on the Kubernetes API: the whole way from what a person asks for
 * to what is there. Against a cluster without these parts they are skipped.
 */
describe(`a platform (${target.name})`, () => {
  const cluster = new Cluster('platform');
  let sandbox: TestSandbox | undefined;

  beforeAll(async () => {
    if (!target.kubeconfig) sandbox = await TestSandbox.start();
    await cluster.start(sandbox && join(sandbox.dataDir, 'admin.kubeconfig'));
  });
  afterAll(async () => {
    await cluster.stop();
    await sandbox?.stop();
  });

  namespaceDefaults(cluster);
  composition(cluster);
  delivery(cluster);
});

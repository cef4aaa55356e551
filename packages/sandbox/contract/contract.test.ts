import { access } from './checks/access';
import { admission } from './checks/admission';
import { apply } from './checks/apply';
import { conflicts } from './checks/conflicts';
import { definitions } from './checks/definitions';
import { discovery } from './checks/discovery';
import { kinds } from './checks/kinds';
import { lifecycle } from './checks/lifecycle';
import { objects } from './checks/objects';
import { patches } from './checks/patches';
import { reading } from './checks/reading';
import { requests } from './checks/requests';
import { reviews } from './checks/reviews';
import { rules } from './checks/rules';
import { schemas } from './checks/schemas';
import { tables } from './checks/tables';
import { watching } from './checks/watching';
import { Cluster } from './support/Cluster';
import { target } from './support/target';

jest.setTimeout(60_000);

/**
 * The contract with the Kubernetes API, written from its conventions
 * (https://kubernetes.io/docs/reference/using-api/api-concepts/ and around it).
 */
describe(`a Kubernetes API (${target.name})`, () => {
  const cluster = new Cluster('contract');

  beforeAll(() => cluster.start());
  afterAll(() => cluster.stop());

  discovery(cluster);
  objects(cluster);
  reading(cluster);
  tables(cluster);
  watching(cluster);
  conflicts(cluster);
  patches(cluster);
  apply(cluster);
  schemas(cluster);
  rules(cluster);
  definitions(cluster);
  access(cluster);
  reviews(cluster);
  admission(cluster);
  lifecycle(cluster);
  kinds(cluster);
  requests(cluster);
});

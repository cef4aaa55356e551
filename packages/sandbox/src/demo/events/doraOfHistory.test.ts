import { resolve } from 'node:path';
import {
  analyse,
  foldFacts,
  parseFact,
  type Fact,
} from '@cairn/plugin-dora-common';
import { createAlertmanagerCollector } from '@cairn/plugin-dora-backend-module-alertmanager';
import { cdeventsCollector } from '@cairn/plugin-dora-backend-module-cdevents';
import { createGithubCollector } from '@cairn/plugin-dora-backend-module-github';
import {
  ComponentIndex,
  createTranslationContext,
} from '@cairn/plugin-dora-node';
import { parse } from 'yaml';
import { buildServiceRepository } from '../repository/buildServiceRepository';
import { simulateService } from '../history/simulateService';
import {
  organisationOf,
  type Organisation,
} from '../organisation/organisation';
import { Random } from '../organisation/Random';
import { readCatalog } from '../organisation/readCatalog';
import { signatureOf } from '../replay/sendEvent';
import { serviceEvents } from './historyEvents';

const catalogDir = resolve(__dirname, '../../../../../catalog');
const gitUrl = 'http://localhost:7030';
const seed = { seed: 'fernhill', anchor: Date.UTC(2026, 10, 21, 17) };

const collectors = {
  github: createGithubCollector({ failureReachesProduction: true }),
  alertmanager: createAlertmanagerCollector({
    componentLabels: ['component', 'service'],
    environmentLabels: ['environment'],
    severities: [],
  }),
  cdevents: cdeventsCollector,
};

describe("the demo's year, as the portal's collectors read it", () => {
  let organisation: Organisation;
  let index: ComponentIndex;

  beforeAll(async () => {
    const catalog = await readCatalog(catalogDir);
    organisation = organisationOf(catalog);
    index = ComponentIndex.fromEntities(
      catalog.components.map(({ yaml }) => parse(yaml)),
      { environments: [], incidentSources: ['alertmanager', 'cdevents'] },
    );
  });

  async function factsOf(name: string): Promise<Fact[]> {
    const service = organisation.services.find(one => one.name === name);
    if (!service) throw new Error(`There is no ${name} in the catalog.`);
    const context = createTranslationContext({
      directory: () => index,
      ledgerOfRepository: async () => foldFacts([]),
    });
    const facts: Fact[] = [];
    for (const event of serviceEvents(service, { ...seed, gitUrl })) {
      const { headers, body } = event.render();
      const delivery = {
        headers: {
          ...headers,
          'x-hub-signature-256': signatureOf(body, 'secret'),
        },
        body: Buffer.from(body),
        receivedAt: seed.anchor,
      };
      const collector = collectors[event.source];
      expect(collector.verify(delivery, ['secret'])).toBe(true);
      const told = await collector.translate(delivery, context);
      expect(told.unmatched ?? []).toEqual([]);
      facts.push(...told.facts.map(fact => parseFact(fact)));
    }
    return facts;
  }

  // One that merges, one that squashes, one that rebases, one that tells by CDEvents.
  it.each(['payment-service', 'picking-app', 'loyalty-service', 'log-shipper'])(
    '%s: what was simulated is what is counted',
    async name => {
      const service = organisation.services.find(one => one.name === name);
      if (!service) throw new Error(`There is no ${name} in the catalog.`);
      const facts = await factsOf(name);
      const [entry] = index.componentsNamed(name);
      const history = analyse(
        entry?.definition ?? { uid: '', incidentSources: [] },
        facts,
      );
      const simulated = simulateService(service, seed);
      const inProduction = simulated.deployments.filter(
        ({ environment }) => environment === 'prod',
      );
      expect(history.deployments).toHaveLength(
        inProduction.filter(({ finishedAt }) => finishedAt <= seed.anchor)
          .length,
      );
      const ledger = foldFacts(facts);
      expect(ledger.incidents.size).toBe(simulated.incidents.length);
      // Lead times reach back to the authors' own commits, and nothing is missing.
      const changes = history.deployments.flatMap(one => one.changes);
      expect(changes.length).toBeGreaterThan(50);
      expect(history.deployments.flatMap(one => one.missing)).toEqual([]);
      expect(history.deployments.flatMap(one => one.flags)).toEqual([]);
      const repository = buildServiceRepository(simulated);
      const commits = new Map(repository.commits.map(one => [one.sha, one]));
      for (const { sha, authoredAt } of changes) {
        expect(authoredAt).toBe(commits.get(sha)?.author.at);
      }
      // Neither order nor repetition matters.
      const random = new Random('order');
      const shuffled = [...facts, ...facts]
        .map(fact => ({ fact, at: random.next() }))
        .sort((one, other) => one.at - other.at)
        .map(({ fact }) => fact);
      expect(foldFacts(shuffled)).toEqual(ledger);
    },
    30_000,
  );
});

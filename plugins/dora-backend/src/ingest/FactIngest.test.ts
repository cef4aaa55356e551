import { openTestDatabase } from '../__testUtils__/openTestDatabase';
import { DatabaseFactStore } from '../database/DatabaseFactStore';
import { QuarantineStore } from '../database/QuarantineStore';
import { SourceStats } from '../database/SourceStats';
import { FactIngest } from './FactIngest';

jest.setTimeout(60_000);

const unmatched = (subject: string) => ({
  reason: 'no_component' as const,
  subject,
  detail: 'Nothing of the catalog goes by that name.',
  mend: 'Add it.',
});

describe('what running sources hand in', () => {
  it('keeps what could not be matched until it is, source by source', async () => {
    const db = await openTestDatabase();
    const quarantine = QuarantineStore.create({ db });
    const ingest = FactIngest.create({
      facts: DatabaseFactStore.create({ db }),
      quarantine,
      stats: SourceStats.create({ db }),
      onAdded: () => {},
    });
    const kept = async () =>
      (await quarantine.list({ limit: 10 })).items
        .map(({ collector, subject }) => `${collector} ${subject}`)
        .sort();
    await ingest.submit({
      collector: 'argocd',
      facts: [],
      unmatched: [unmatched('argocd/web'), unmatched('argocd/shop')],
    });
    await ingest.submit({
      collector: 'other',
      facts: [],
      unmatched: [unmatched('argocd/web')],
    });
    expect(await kept()).toEqual([
      'argocd argocd/shop',
      'argocd argocd/web',
      'other argocd/web',
    ]);
    await ingest.submit({
      collector: 'argocd',
      facts: [],
      matched: ['argocd/web', 'argocd/never-seen'],
      unmatched: [unmatched('argocd/shop')],
    });
    expect(await kept()).toEqual(['argocd argocd/shop', 'other argocd/web']);
  });
});

/* eslint-disable no-console */
import { ObjectStore } from '../apiserver/storage/ObjectStore';
import { PostgresDatabase } from '../apiserver/storage/PostgresDatabase';

/**
 * Writes without end and prints every name with its version once the store says
 * that it is kept. Run as a process of its own: `crashWriter URL ROUND`.
 */
async function writeWithoutEnd(url: string, round: string): Promise<void> {
  const store = await ObjectStore.open(
    await PostgresDatabase.open({ url, log: () => undefined }),
    { maxLogEntries: 100_000, maxLogSize: 100_000_000 },
  );
  const writeMany = async (lane: number): Promise<void> => {
    for (let count = 0; ; count++) {
      // Every fourth write changes an object of before.
      const name = `map-${round}-${lane}-${count - (count % 4 === 3 ? 1 : 0)}`;
      const stored = await store.write(draft =>
        draft.put('configmaps', {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name, namespace: 'default', uid: name },
          data: { count: String(count) },
        }),
      );
      process.stdout.write(`${name} ${stored.revision}\n`);
    }
  };
  await Promise.all([0, 1, 2, 3, 4].map(writeMany));
}

writeWithoutEnd(process.argv[2], process.argv[3]).catch(error => {
  console.error(error);
  process.exit(1);
});

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildSync } from 'esbuild';
import { PostgresDatabase } from '../apiserver/storage/PostgresDatabase';
import { ObjectStore } from '../apiserver/storage/ObjectStore';
import { startTestDatabase } from '../__testUtils__/testApi';

/**
 * Kills a process in the middle of writing, as `kill -9` does, and looks whether
 * everything it was told is kept is there.
 */
describe('a server that is killed while writing', () => {
  it('loses nothing it acknowledged, and its log has no holes', async () => {
    const database = await startTestDatabase();
    const folder = await mkdtemp(join(__dirname, '../../.crash-'));
    const script = join(folder, 'writer.cjs');
    buildSync({
      entryPoints: [join(__dirname, 'crashWriter.ts')],
      bundle: true,
      platform: 'node',
      format: 'cjs',
      packages: 'external',
      outfile: script,
    });
    let child: ChildProcess | undefined;
    try {
      const acknowledged = new Map<string, number>();
      for (let round = 0; round < 3; round++) {
        child = spawn(process.execPath, [script, database.url, String(round)], {
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        const exited = once(child, 'exit');
        const lines = createInterface({
          input: child.stdout as NodeJS.ReadableStream,
        });
        let seen = 0;
        for await (const line of lines) {
          const [name, revision] = line.split(' ');
          acknowledged.set(name, Number(revision));
          // The lines still in the pipe were acknowledged too, and are read on.
          if (++seen === 200) child.kill('SIGKILL');
        }
        await exited;
        expect(seen).toBeGreaterThanOrEqual(200);
      }

      const store = await ObjectStore.open(
        await PostgresDatabase.open({
          url: database.url,
          log: () => undefined,
        }),
      );
      for (const [name, revision] of acknowledged) {
        const kept = store.get('configmaps', 'default', name);
        expect([name, (kept?.revision ?? 0) >= revision]).toEqual([name, true]);
      }
      const changes = store.log.since(
        store.log.compactedRevision,
        'configmaps',
      );
      const revisions = (changes ?? []).map(change => change.revision);
      expect(revisions).toEqual(
        Array.from(
          { length: revisions.length },
          (_, index) => revisions[0] + index,
        ),
      );
      expect(revisions.at(-1)).toBe(store.revision);
      expect(store.revision).toBeGreaterThanOrEqual(
        Math.max(...acknowledged.values()),
      );
      await store.close();
    } finally {
      child?.kill('SIGKILL');
      await rm(folder, { recursive: true });
      await database.stop();
    }
  }, 60_000);

  it('keeps a second writer out', async () => {
    const database = await startTestDatabase();
    const open = () =>
      PostgresDatabase.open({
        url: database.url,
        log: () => undefined,
        patience: 300,
      });
    const first = await open();
    try {
      await expect(open()).rejects.toThrow(
        'another sandbox is using this database; stop it first',
      );
    } finally {
      await first.close();
      await database.stop();
    }
  });
});

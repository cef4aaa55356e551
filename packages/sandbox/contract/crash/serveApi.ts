/* eslint-disable no-console */
import { startApiServer } from '../../src/apiserver';
import { ensurePki } from '../../src/pki';

/**
 * Serves the Kubernetes API over a database and prints where. Run as a process
 * of its own, to be killed: `serveApi DATABASE_URL PKI_FOLDER`.
 */
async function serveApi(databaseUrl: string, folder: string): Promise<void> {
  const server = await startApiServer({
    databaseUrl,
    pki: await ensurePki(folder),
    history: { maxLogEntries: 1_000_000, maxLogSize: 1_000_000_000 },
  });
  console.log(server.url);
}

serveApi(process.argv[2], process.argv[3]).catch(error => {
  console.error(error);
  process.exit(1);
});

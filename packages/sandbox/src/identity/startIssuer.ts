import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import type { Pool } from 'pg';
import type { Log } from '../controllers/runtime';
import { createProvider } from './createProvider';
import { ensureIssuerSecrets, type IssuerClient } from './ensureIssuerSecrets';
import { errorPage } from './pages/messagePages';
import { contentSecurityPolicy } from './pages/page';
import { signInPage } from './pages/signInPage';
import { findPerson, people } from './people';
import { migrateIdentity } from './PostgresAdapter';
import { listenOnLoopback } from '../listenOnLoopback';

/** The most a form of ours can be long, in bytes. */
const MAX_FORM = 4096;

/** What {@link startIssuer} needs. */
export interface IssuerOptions {
  /** Port on the loopback addresses. */
  port: number;
  /** The sandbox's data folder; keys and the client's secret are kept there. */
  dataDir: string;
  /** Origin of the portal, such as `http://localhost:7007`. */
  portalUrl: string;
  /** Origin of the front end's dev server, if there is one. */
  devPortalUrl?: string;
  /** Origin of the git host, if there is one. */
  gitUrl?: string;
  /** Database in which sessions and tokens are kept. */
  pool: Pool;
  log: Log;
}

/** A running issuer. */
export interface Issuer {
  url: string;
  /** What the git host's pages identify themselves with. */
  gitClient: IssuerClient;
  stop(): Promise<void>;
}

/**
 * Starts the demo OpenID Connect issuer on loopback.
 *
 * @throws Error with the code `EADDRINUSE` when the port is taken.
 */
export async function startIssuer(options: IssuerOptions): Promise<Issuer> {
  const { port, dataDir, pool, log } = options;
  const portalUrls = [options.portalUrl, options.devPortalUrl]
    .filter((url): url is string => url !== undefined)
    .map(url => new URL(url).origin);
  const gitUrl = options.gitUrl && new URL(options.gitUrl).origin;
  // A form of the sign-in page may end at any of these by redirection.
  const targets = gitUrl ? [...portalUrls, gitUrl] : portalUrls;
  await migrateIdentity(pool);
  const secrets = await ensureIssuerSecrets(dataDir);
  const url = `http://localhost:${port}`;
  const provider = createProvider({
    issuer: url,
    portalUrls,
    gitUrl,
    secrets,
    pool,
  });
  provider.on('server_error', (_ctx, error) =>
    log('error', 'The issuer failed', { error: error.message }),
  );

  const answer = provider.callback();
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    const path = new URL(request.url ?? '/', url).pathname;
    const interaction = /^\/interaction\/([\w-]+)$/.exec(path);
    if (!interaction) {
      void answer(request, response);
      return;
    }
    handleInteraction(provider, targets, request, response).catch(error => {
      log('warn', 'A sign-in could not be continued', {
        error: error instanceof Error ? error.message : String(error),
      });
      sendPage(
        response,
        portalUrls,
        errorPage({
          title: 'This sign-in has expired',
          sentence:
            'It was left open too long, or was finished in another window. Go back to Cairn and sign in again.',
        }),
        400,
      );
    });
  };

  const { stop } = await listenOnLoopback(listener, port);
  return { url, gitClient: secrets.gitClient, stop };
}

async function handleInteraction(
  provider: Provider,
  portalUrls: string[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const details = await provider.interactionDetails(request, response);
  if (request.method === 'GET' || request.method === 'HEAD') {
    const hint = details.params.login_hint;
    sendPage(
      response,
      portalUrls,
      signInPage({
        people,
        action: `/interaction/${details.uid}`,
        hint: typeof hint === 'string' ? hint.split('@')[0] : undefined,
      }),
    );
    return;
  }
  if (request.method !== 'POST') {
    response.writeHead(405, { Allow: 'GET, POST' }).end();
    return;
  }
  const form = new URLSearchParams(await readForm(request));
  const person = findPerson(form.get('person') ?? '');
  if (!person) {
    sendPage(
      response,
      portalUrls,
      errorPage({
        title: 'Nobody of that name',
        sentence:
          'Go back and choose one of the people on the sign-in page; the name that was sent is not among them.',
      }),
      400,
    );
    return;
  }
  await forgetAnother(provider, details, person.id);
  await provider.interactionFinished(
    request,
    response,
    { login: { accountId: person.id }, select_account: {} },
    { mergeWithLastSubmission: false },
  );
}

/**
 * Ends the session of whoever was signed in here before. Left to itself the
 * library would put a page in between that only a script moves on from.
 */
async function forgetAnother(
  provider: Provider,
  interaction: Awaited<ReturnType<Provider['interactionDetails']>>,
  personId: string,
): Promise<void> {
  const { session } = interaction;
  if (!session?.accountId || session.accountId === personId) return;
  const stored = await provider.Session.findByUid(session.uid);
  await stored?.destroy();
  delete interaction.session;
  await interaction.save(interaction.exp - Math.floor(Date.now() / 1000));
}

async function readForm(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_FORM) throw new Error('The form is too long');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function sendPage(
  response: ServerResponse,
  portalUrls: string[],
  body: string,
  status = 200,
): void {
  if (response.headersSent) {
    response.end();
    return;
  }
  response.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': contentSecurityPolicy(portalUrls),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
  });
  response.end(body);
}

import Provider, {
  type Configuration,
  type KoaContextWithOIDC,
  interactionPolicy,
} from 'oidc-provider';
import type { Pool } from 'pg';
import type { IssuerSecrets } from './ensureIssuerSecrets';
import { errorPage, signedOutPage, signOutPage } from './pages/messagePages';
import { contentSecurityPolicy } from './pages/page';
import { findPerson } from './people';
import { PostgresAdapter } from './PostgresAdapter';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What the issuer is made of. */
export interface ProviderOptions {
  /** Its own URL, such as `http://localhost:7008`. */
  issuer: string;
  /** Origins of the portal: the served one and, while developing, the dev server's. */
  portalUrls: string[];
  /** Origin of the git host, whose pages sign people in here too. */
  gitUrl?: string;
  secrets: IssuerSecrets;
  pool: Pool;
}

/**
 * The OpenID Connect issuer of the sandbox: authorization code flow with PKCE
 * for confidential clients: the portal and, when there is one, the git host.
 */
export function createProvider(options: ProviderOptions): Provider {
  const { issuer, portalUrls, gitUrl, secrets, pool } = options;
  const port = new URL(issuer).port;
  const headers = (ctx: KoaContextWithOIDC) => {
    ctx.type = 'html';
    ctx.set('Content-Security-Policy', contentSecurityPolicy(portalUrls));
    ctx.set('Cache-Control', 'no-store');
    ctx.set('X-Content-Type-Options', 'nosniff');
  };

  const configuration: Configuration = {
    adapter: PostgresAdapter.factory(pool),
    jwks: { keys: secrets.jwks as NonNullable<Configuration['jwks']>['keys'] },
    clients: [
      {
        client_id: secrets.client.clientId,
        client_secret: secrets.client.clientSecret,
        client_name: 'Cairn',
        redirect_uris: portalUrls.map(
          url => `${url}/api/auth/oidc/handler/frame`,
        ),
        post_logout_redirect_uris: portalUrls.flatMap(url => [url, `${url}/`]),
        response_types: ['code'],
        grant_types: ['authorization_code', 'refresh_token'],
        token_endpoint_auth_method: 'client_secret_basic',
        id_token_signed_response_alg: 'RS256',
      },
      ...(gitUrl
        ? [
            {
              client_id: secrets.gitClient.clientId,
              client_secret: secrets.gitClient.clientSecret,
              client_name: 'Cairn git',
              redirect_uris: [`${gitUrl}/login/callback`],
              response_types: ['code' as const],
              grant_types: ['authorization_code'],
              token_endpoint_auth_method: 'client_secret_basic' as const,
              id_token_signed_response_alg: 'RS256' as const,
            },
          ]
        : []),
    ],
    pkce: { required: () => true },
    scopes: ['openid', 'offline_access'],
    claims: {
      openid: ['sub'],
      email: ['email', 'email_verified'],
      profile: ['name', 'preferred_username', 'groups'],
    },
    // The portal needs to know the person at once, without a second request.
    conformIdTokenClaims: false,
    // Cookies know no ports: the name keeps two sandboxes on one computer apart.
    cookies: {
      keys: secrets.cookieKeys,
      names: {
        session: `cairn_issuer_${port}`,
        interaction: `cairn_issuer_${port}_interaction`,
        resume: `cairn_issuer_${port}_resume`,
      },
      long: { sameSite: 'lax' },
      short: { sameSite: 'lax' },
    },
    ttl: {
      AccessToken: HOUR,
      AuthorizationCode: MINUTE,
      IdToken: HOUR,
      Interaction: HOUR,
      Grant: 30 * DAY,
      RefreshToken: 30 * DAY,
      Session: 14 * DAY,
    },
    // Somebody signed in to the portal stays so when they sign in here as
    // somebody else, in another window or after a restart.
    expiresWithSession: () => false,
    issueRefreshToken: (_ctx, client) =>
      client.grantTypeAllowed('refresh_token'),
    // Two tabs may refresh at the same time; neither must sign the other out.
    rotateRefreshToken: false,
    interactions: {
      policy: alwaysAsk(),
      url: (_ctx, interaction) => `/interaction/${interaction.uid}`,
    },
    // First-party client: what it may ask for is granted without a question.
    loadExistingGrant: async ctx => {
      const { client, session, params, provider } = ctx.oidc;
      if (!client || !session?.accountId) return undefined;
      const known = session.grantIdFor(client.clientId);
      const grant =
        (known && (await provider.Grant.find(known))) ||
        new provider.Grant({
          clientId: client.clientId,
          accountId: session.accountId,
        });
      // A grant belongs to one person; whoever signs in next gets their own.
      const own =
        grant.accountId === session.accountId
          ? grant
          : new provider.Grant({
              clientId: client.clientId,
              accountId: session.accountId,
            });
      own.addOIDCScope(String(params?.scope ?? 'openid'));
      await own.save();
      return own;
    },
    findAccount: (_ctx, id) => {
      const person = findPerson(id);
      if (!person) return undefined;
      return {
        accountId: person.id,
        claims: () => ({
          sub: person.id,
          email: person.email,
          email_verified: true,
          name: person.name,
          preferred_username: person.id,
          groups: person.groups,
        }),
      };
    },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => {
          headers(ctx);
          ctx.body = signOutPage(form);
        },
        postLogoutSuccessSource: ctx => {
          headers(ctx);
          ctx.body = signedOutPage(portalUrls[0] ?? '/');
        },
      },
    },
    renderError: (ctx, out) => {
      headers(ctx);
      ctx.body = errorPage({
        title: 'Signing in did not work',
        sentence: sentenceFor(out.error),
        details: {
          Error: out.error,
          ...(out.error_description && { Detail: out.error_description }),
        },
      });
    },
  };
  return new Provider(issuer, configuration);
}

/**
 * Asks who is signing in every time, unless the portal says `prompt=none`: a
 * choice of demo people that remembers the last one could not be changed by
 * signing out of the portal. Consent is never asked for.
 */
function alwaysAsk() {
  const policy = interactionPolicy.base();
  policy.remove('consent');
  const login = policy.get('login');
  login?.checks.add(
    new interactionPolicy.Check(
      'always_ask',
      'End-User authentication is required',
      ctx =>
        ctx.oidc.prompts.has('none') || ctx.oidc.result?.login
          ? interactionPolicy.Check.NO_NEED_TO_PROMPT
          : interactionPolicy.Check.REQUEST_PROMPT,
    ),
  );
  policy.add(
    new interactionPolicy.Prompt({ name: 'select_account', requestable: true }),
    0,
  );
  return policy;
}

function sentenceFor(error: string): string {
  switch (error) {
    case 'invalid_client':
    case 'invalid_redirect_uri':
    case 'redirect_uri_mismatch':
      return 'The portal is not known here, or under another address. Open Cairn at the address the start command printed and sign in from there.';
    case 'server_error':
      return 'The demo sign-in could not finish. Go back to Cairn and sign in again; if it stays so, start Cairn again.';
    default:
      return 'This sign-in can no longer be continued. Go back to Cairn and sign in again.';
  }
}

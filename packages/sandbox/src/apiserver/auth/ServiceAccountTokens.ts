import { randomUUID } from 'node:crypto';
import { SignJWT, errors, jwtVerify } from 'jose';
import type { UserInfo } from '../types';
import { serviceAccountGroups, serviceAccountUsername } from './subjects';

const ALGORITHM = 'ES256';
/** Lower limit of the TokenRequest API. */
const MIN_SECONDS = 600;
const DEFAULT_SECONDS = 3600;

/** The issuer and audience of a cluster that sets nothing else. */
export const DEFAULT_ISSUER = 'https://kubernetes.default.svc';

/** What a token is asked for with. */
export interface ServiceAccountTokenRequest {
  namespace: string;
  name: string;
  uid: string;
  /** The API server's own audience if unset or empty. */
  audiences?: string[];
  /** At least 600; 3600 if unset. */
  expirationSeconds?: number;
}

/** A token and the end of its life (RFC 3339, whole seconds). */
export interface ServiceAccountToken {
  token: string;
  expirationTimestamp: string;
}

/** Signs and verifies the tokens of ServiceAccounts. */
export class ServiceAccountTokens {
  constructor(
    private readonly options: {
      privateKey: CryptoKey;
      publicKey: CryptoKey;
      keyId: string;
      /** `https://kubernetes.default.svc` if unset. */
      issuer?: string;
      /** Audiences the API server takes; the issuer if unset. */
      audiences?: string[];
      /**
       * UID of a ServiceAccount that exists now; with it, tokens of deleted or
       * remade accounts are refused.
       */
      uidOf?: (namespace: string, name: string) => string | undefined;
      now?: () => Date;
    },
  ) {}

  private get issuer(): string {
    return this.options.issuer ?? DEFAULT_ISSUER;
  }

  private get audiences(): string[] {
    return this.options.audiences ?? [this.issuer];
  }

  private now(): Date {
    return this.options.now?.() ?? new Date();
  }

  /** Signs a token; what its lifetime may be the caller has checked. */
  async issue(
    request: ServiceAccountTokenRequest,
  ): Promise<ServiceAccountToken> {
    const seconds = Math.max(
      MIN_SECONDS,
      request.expirationSeconds ?? DEFAULT_SECONDS,
    );
    const issuedAt = Math.floor(this.now().getTime() / 1000);
    const token = await new SignJWT({
      'kubernetes.io': {
        namespace: request.namespace,
        serviceaccount: { name: request.name, uid: request.uid },
      },
    })
      .setProtectedHeader({ alg: ALGORITHM, kid: this.options.keyId })
      .setIssuer(this.issuer)
      .setAudience(
        request.audiences?.length ? request.audiences : this.audiences,
      )
      .setSubject(serviceAccountUsername(request.namespace, request.name))
      .setJti(randomUUID())
      .setIssuedAt(issuedAt)
      .setNotBefore(issuedAt)
      .setExpirationTime(issuedAt + seconds)
      .sign(this.options.privateKey);
    return {
      token,
      expirationTimestamp: new Date((issuedAt + seconds) * 1000)
        .toISOString()
        .replace('.000Z', 'Z'),
    };
  }

  /**
   * Who a token speaks for; `undefined` if it is forged, expired, meant for
   * somebody else or of an account that is gone.
   *
   * @param audiences - Others than the API server's, for TokenReviews.
   */
  async verify(
    token: string,
    audiences: string[] = this.audiences,
  ): Promise<UserInfo | undefined> {
    let payload: Record<string, unknown>;
    try {
      ({ payload } = await jwtVerify(token, this.options.publicKey, {
        issuer: this.issuer,
        audience: audiences,
        algorithms: [ALGORITHM],
        requiredClaims: ['exp', 'sub', 'kubernetes.io'],
        currentDate: this.now(),
      }));
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof TypeError) {
        return undefined;
      }
      throw error;
    }
    const claims = payload['kubernetes.io'] as
      | { namespace?: string; serviceaccount?: { name?: string; uid?: string } }
      | undefined;
    const namespace = claims?.namespace;
    const { name, uid } = claims?.serviceaccount ?? {};
    if (!namespace || !name || !uid) return undefined;
    const username = serviceAccountUsername(namespace, name);
    if (payload.sub !== username) return undefined;
    if (this.options.uidOf && this.options.uidOf(namespace, name) !== uid) {
      return undefined;
    }
    return {
      username,
      uid,
      groups: serviceAccountGroups(namespace),
      extra: {
        'authentication.kubernetes.io/credential-id': [`JTI=${payload.jti}`],
      },
    };
  }
}

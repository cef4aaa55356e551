import type { Services } from '../Services';
import type { Change } from '../storage/Change';
import { parseStored, type StoredObject } from '../storage/StoredObject';
import type { KubeObject } from '../types';

const TYPE = 'kubernetes.io/service-account-token';
const NAME = 'kubernetes.io/service-account.name';
const UID = 'kubernetes.io/service-account.uid';
/** Such tokens are for good; ten years come near enough. */
const LIFETIME = 10 * 365 * 24 * 3600;

/**
 * Fills Secrets of the type `kubernetes.io/service-account-token` with a token
 * of the account they name, and deletes those whose account is gone, as the
 * controller manager does. It is part of the server because only the server has
 * the key.
 */
export class TokenSecretController {
  constructor(
    private readonly services: Services,
    private readonly caCertificate: string,
  ) {}

  /** Takes up unfinished work and starts to follow changes. */
  start(): void {
    const { store } = this.services;
    for (const secret of store.list('secrets')) this.look(secret);
    store.subscribe(changes => this.follow(changes));
  }

  private follow(changes: readonly Change[]): void {
    for (const { type, object } of changes) {
      if (object.resource === 'secrets' && type !== 'DELETED') {
        this.look(object);
      } else if (object.resource === 'serviceaccounts' && type !== 'MODIFIED') {
        for (const secret of this.services.store.list(
          'secrets',
          object.namespace,
        )) {
          this.look(secret);
        }
      }
    }
  }

  private look(secret: StoredObject): void {
    if (secret.deleting || !secret.text.includes(TYPE)) return;
    this.settle(secret).catch(error =>
      this.services.log('error', 'Cannot fill a Secret with a token', {
        namespace: secret.namespace,
        name: secret.name,
        cause: String(error),
      }),
    );
  }

  private async settle(stored: StoredObject): Promise<void> {
    const { store, tokens } = this.services;
    const { type, metadata, data } = parseStored(stored) as KubeObject & {
      data?: Record<string, string>;
    };
    const name = metadata.annotations?.[NAME];
    if (type !== TYPE || !name) return;
    const account = store.get('serviceaccounts', stored.namespace, name);
    const uid = metadata.annotations?.[UID];
    if (!account || (uid && uid !== account.uid)) {
      await store.write(draft => {
        const now = draft.get('secrets', stored.namespace, stored.name);
        const present = draft.get('serviceaccounts', stored.namespace, name);
        const isGone = !present || (uid && uid !== present.uid);
        if (now?.uid === stored.uid && isGone) {
          draft.remove('secrets', parseStored(now));
        }
      });
      return;
    }
    if (data?.token && data['ca.crt'] && data.namespace && uid) return;
    const { token } = await tokens.issue({
      namespace: stored.namespace,
      name,
      uid: account.uid,
      expirationSeconds: LIFETIME,
    });
    await store.write(draft => {
      const now = draft.get('secrets', stored.namespace, stored.name);
      if (now?.revision !== stored.revision) return;
      const secret = parseStored(now);
      secret.metadata.annotations = {
        ...secret.metadata.annotations,
        [UID]: account.uid,
      };
      const base64 = (text: string) => Buffer.from(text).toString('base64');
      secret.data = {
        ...(secret.data as object | undefined),
        'ca.crt': base64(this.caCertificate),
        namespace: base64(stored.namespace),
        token: base64(token),
      };
      draft.put('secrets', secret);
    });
  }
}

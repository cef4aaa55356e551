// A person who has signed in to the portal by its own pages and the issuer's, without a browser.
import { setTimeout as wait } from 'node:timers/promises';
import { Failure } from '../say.mjs';

const MOST_STEPS = 15;
/** A portal that has just come up lets people in once its catalog knows them. */
const PATIENCE = 120_000;
const AGAIN = 2000;

/** Asks the portal as one of the demo's people. */
export class SignedIn {
  #url;
  #cookies = new Map();
  #token = '';
  #renewAt = 0;

  constructor(url) {
    this.#url = url;
  }

  /** @param {string} url of the portal @param {string} person id, such as `ada` */
  static async as(url, person) {
    const end = Date.now() + PATIENCE;
    for (;;) {
      const signedIn = new SignedIn(url);
      try {
        await signedIn.#signIn(person);
        return signedIn;
      } catch (error) {
        if (Date.now() > end) throw error;
        await wait(AGAIN);
      }
    }
  }

  async #signIn(person) {
    const start = new URL(`${this.#url}/api/auth/oidc/start`);
    start.search = new URLSearchParams({
      env: 'default',
      scope: 'openid profile email offline_access',
      flow: 'redirect',
      redirectUrl: `${this.#url}/`,
      origin: this.#url,
    }).toString();
    const choice = await this.#follow(start);
    if (!choice.includes('/interaction/')) {
      throw new Failure(`the sign-in led to ${choice}.`);
    }
    await this.#follow(new URL(choice), new URLSearchParams({ person }));
    await this.#renew();
  }

  /** Follows redirects as a browser does, until a page is shown. @returns {Promise<string>} where */
  async #follow(first, form) {
    let at = first;
    let body = form;
    for (let count = 0; count < MOST_STEPS; count += 1) {
      const answer = await this.#fetch(at, {
        method: body ? 'POST' : 'GET',
        body,
        redirect: 'manual',
      });
      await answer.body?.cancel();
      const next = answer.headers.get('location');
      if (!next) return at.href;
      at = new URL(next, at);
      body = undefined;
    }
    throw new Failure('the sign-in goes round in circles.');
  }

  async #fetch(at, options = {}) {
    const cookie = [...this.#cookies].map(pair => pair.join('=')).join('; ');
    const answer = await fetch(at, {
      ...options,
      headers: { ...options.headers, ...(cookie && { cookie }) },
    });
    for (const text of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(text) ?? [];
      if (name && value) this.#cookies.set(name, value);
      else if (name) this.#cookies.delete(name);
    }
    return answer;
  }

  async #renew() {
    const answer = await this.#fetch(
      `${this.#url}/api/auth/oidc/refresh?env=default`,
      { headers: { 'x-requested-with': 'XMLHttpRequest' } },
    );
    const session = await answer.json();
    const identity = session.backstageIdentity;
    if (!identity) {
      throw new Failure('the sign-in gave no session.', {
        detail: session.error?.message,
      });
    }
    this.#token = identity.token;
    this.#renewAt = Date.now() + (identity.expiresInSeconds * 1000) / 2;
  }

  /**
   * @param {string} method @param {string} path below /api @param {unknown} [body]
   * @returns {Promise<{ status: number, body: any }>}
   */
  async ask(method, path, body) {
    if (Date.now() > this.#renewAt) await this.#renew();
    const answer = await fetch(`${this.#url}/api${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        'content-type': 'application/json',
      },
      body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    try {
      return { status: answer.status, body: JSON.parse(text) };
    } catch {
      return { status: answer.status, body: text };
    }
  }
}

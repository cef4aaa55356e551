/** An Application as Argo CD's API answers, as far as the journeys look into it. */
export interface Application {
  metadata: { name: string; resourceVersion: string };
  spec: Record<string, unknown>;
  status?: {
    sync?: { status: string; revision?: string };
    health?: { status: string };
    reconciledAt?: string;
    conditions?: {
      type: string;
      message: string;
      lastTransitionTime: string;
    }[];
    history?: { id: number; revision: string; deployedAt: string }[];
    operationState?: {
      phase: string;
      message?: string;
      operation: { initiatedBy?: { username?: string; automated?: boolean } };
    };
    resources?: { kind: string; name: string; status?: string }[];
  };
}

/** Argo CD's REST API, with the token a portal has. */
export class ArgoApi {
  constructor(readonly url: string, readonly token: string) {}

  async call<T>(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: T }> {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        'content-type': 'application/json',
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: (text ? JSON.parse(text) : {}) as T,
    };
  }

  async application(name: string): Promise<Application> {
    const { status, body } = await this.call<
      Application & { message?: string }
    >('GET', `/applications/${name}`);
    if (status !== 200) {
      throw new Error(`Application ${name}: ${status} ${body.message ?? ''}`);
    }
    return body;
  }

  /** In a word or two: `Synced Healthy 1a2b3c4d`. */
  async standing(name: string): Promise<string> {
    const { status } = await this.application(name);
    return [
      status?.sync?.status,
      status?.health?.status,
      status?.sync?.revision?.slice(0, 8),
    ].join(' ');
  }
}

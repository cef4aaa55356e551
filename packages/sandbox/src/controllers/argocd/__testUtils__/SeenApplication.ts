import { isDeepStrictEqual } from 'node:util';
import type { Json, JsonObject, KubernetesObject } from '../../runtime';
import { refreshAnnotation } from '../annotations';
import type { Application, ResourceResult } from '../types';
import type { ArgoWorld } from './ArgoWorld';

/** What the recording calls a thing, and what it is called in this run. */
export type Names = Map<string, string>;

/** One entry of what was seen, as the recordings write it. */
export type Seen = JsonObject;

const TIMES = new Set([
  'lastTransitionTime',
  'reconciledAt',
  'startedAt',
  'finishedAt',
  'deployedAt',
  'deployStartedAt',
]);

/** A server says in other words that it cannot make sense of a field, depending on where it notices. */
export const UNDECODABLE =
  / ?\\"\\" is invalid: patch: Invalid value: \\"\\": unrecognized type: int32| ?\\"\\" is invalid: patch: Invalid value: .*?: json: cannot unmarshal string into Go struct field [\w.]+ of type int32|Deployment in version \\"v1\\" cannot be handled as a Deployment: [^,]*? of type int32/g;

/** Watches one Application and notes its changes in the words of the recordings. */
export class SeenApplication {
  readonly operations: Seen[] = [];
  readonly states: Seen[] = [];
  readonly sync: Seen[] = [];
  readonly conditions: Seen[] = [];
  readonly statuses: JsonObject[] = [];
  health = '';
  gone = false;
  /** Whether a refresh is asked for and not yet done. */
  refreshing = false;
  /** When the Application changed last, in milliseconds since 1970. */
  changedAt = 0;
  private version = 0;
  private operating = '';
  private readonly unsubscribe: () => void;

  constructor(
    private readonly world: ArgoWorld,
    private readonly app: Application,
    private readonly names: Names,
  ) {
    const { informer } = world.service.applications;
    this.unsubscribe = informer.onChange(({ type, object }) => {
      const { metadata } = object;
      if (metadata.name !== app.metadata.name) return;
      this.changedAt = Date.now();
      if (type === 'deleted') this.gone = true;
      else this.note(object);
    });
  }

  stop(): void {
    this.unsubscribe();
  }

  /** The Application's events, without those of mere changes of state. */
  async events(): Promise<string[]> {
    const { items } = await this.world.api.client.list('v1', 'Event', {
      namespace: 'argocd',
      fieldSelector: `involvedObject.name=${this.app.metadata.name}`,
    });
    return items
      .filter(it => it.reason !== 'ResourceUpdated')
      .map(({ type, reason, message }) =>
        JSON.stringify(this.recorded({ type, reason, message } as Json)),
      );
  }

  /** Whether this state of the Application, or a later one, has arrived. */
  hasSeen({ metadata }: KubernetesObject): boolean {
    return this.gone || this.version >= Number(metadata.resourceVersion);
  }

  private note({ metadata, operation, status }: Application): void {
    this.version = Number(metadata.resourceVersion);
    this.refreshing = metadata.annotations?.[refreshAnnotation] !== undefined;
    const text = operation ? JSON.stringify(operation) : '';
    if (operation && text !== this.operating) {
      this.operations.push(this.recorded({ operation }));
    }
    this.operating = text;
    this.health = status?.health?.status ?? '';
    const state = status?.operationState;
    push(
      this.states,
      this.recorded({
        ...(state?.phase && { phase: state.phase }),
        ...(state?.message && { message: state.message }),
        ...(state?.retryCount && { retryCount: state.retryCount }),
        ...(state?.syncResult?.resources && {
          results: state.syncResult.resources.map(resultLine),
        }),
      }),
    );
    if (status?.sync?.status) {
      const { status: code, revision, revisions } = status.sync;
      push(
        this.sync,
        this.recorded({
          status: code,
          revision: revisions ?? revision ?? null,
        }),
      );
    }
    const conditions = status?.conditions ?? [];
    push(
      this.conditions,
      this.recorded({
        conditions: conditions.map(it => `${it.type}: ${it.message}`),
      }),
    );
    if (status) this.statuses.push(withoutTimes(this.recorded(status)));
  }

  /** With the recording's names, and without what is different every time. */
  private recorded<T extends Json>(value: T): T {
    let text = JSON.stringify(value);
    for (const [name, actual] of this.names)
      text = text.replaceAll(actual, name);
    return JSON.parse(
      text
        .replace(/\/dev\/shm\/\d+/g, '<file>')
        .replace(/at \d+:\d\d[AP]M/g, 'at <time>')
        .replace(UNDECODABLE, '<undecodable>'),
    ) as T;
  }
}

/** A result in one line. */
export function resultLine(result: ResourceResult): string {
  const { kind, name, hookType, syncPhase, status, hookPhase, message } =
    result;
  const hook = hookType ? ` [${hookType}]` : '';
  return `${kind}/${name}${hook} phase=${syncPhase} status=${status} hookPhase=${
    hookPhase ?? ''
  } message=${message}`;
}

function push(list: Seen[], entry: Seen): void {
  const isFirstEmpty =
    list.length === 0 &&
    Object.values(entry).every(
      value => Array.isArray(value) && value.length === 0,
    );
  if (isFirstEmpty || isDeepStrictEqual(list.at(-1), entry)) return;
  list.push(entry);
}

function withoutTimes<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutTimes) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !TIMES.has(key))
      .map(([key, each]) => [key, withoutTimes(each)]),
  ) as T;
}

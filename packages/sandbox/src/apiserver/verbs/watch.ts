import { ApiError } from '../errors';
import type { ApiContext } from '../http/ApiContext';
import { setWarnings } from '../http/respond';
import { storageOf } from '../registry/storageOf';
import { ObjectFilter } from '../selectors/ObjectFilter';
import type { Change, ChangeType } from '../storage/Change';
import type { StoredObject } from '../storage/StoredObject';
import type { ResourceType, StatusCause } from '../types';
import { byKey } from './list';
import { representationFor } from './read';
import type { Representation } from './represent';
import { readResourceVersion } from './resourceVersion';

/** A client that reads slower than this is cut off and has to list again. */
const MAX_BUFFERED_BYTES = 16 * 1024 * 1024;
const BOOKMARK_INTERVAL = 60_000;
/** Bookmarks come this long before the end, so that the next watch starts fresh. */
const BOOKMARK_LEAD = 2_000;

class Watch {
  private sent = 0;
  private unsubscribe: (() => void) | undefined;
  private readonly timers: NodeJS.Timeout[] = [];

  private constructor(
    private readonly context: ApiContext,
    private readonly filter: ObjectFilter,
    private readonly representation: Representation,
    private readonly options: {
      resource: string;
      namespace: string | undefined;
      since: number | undefined;
      sendInitialEvents: boolean;
      bookmarks: boolean;
      timeoutSeconds: number;
    },
  ) {}

  static open(context: ApiContext, type: ResourceType): Watch {
    const { query, info, services } = context;
    const filter = ObjectFilter.fromQuery(type, query);
    const { representation } = representationFor(context, type);
    const resourceVersion = readResourceVersion(
      query.get('resourceVersion'),
      true,
    );
    const initial = query.get('sendInitialEvents');
    const bookmarks = isTrue(query.get('allowWatchBookmarks'));
    checkInitialEvents(query, bookmarks);
    const fromNow = !resourceVersion;
    const since =
      isTrue(initial) || (fromNow && initial === null)
        ? undefined
        : resourceVersion || services.store.revision;
    const timeout = Number(query.get('timeoutSeconds') || 0);
    return new Watch(context, filter, representation, {
      resource: storageOf(type),
      namespace: type.namespaced ? info.namespace || undefined : undefined,
      since,
      sendInitialEvents: isTrue(initial),
      bookmarks,
      // Like the real server, which ends watches after 30 to 60 minutes.
      timeoutSeconds: timeout > 0 ? timeout : 1800 + Math.random() * 1800,
    });
  }

  start(): void {
    const { response, services } = this.context;
    const { since, resource } = this.options;
    const missed =
      since === undefined ? [] : services.store.log.since(since, resource);
    setWarnings(this.context);
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Cache-Control': 'no-cache, private',
    });
    response.flushHeaders();
    if (!missed) {
      this.sendExpired(since);
      return;
    }
    response.on('close', () => this.stop());
    if (since === undefined) this.sendState();
    for (const change of missed) this.sendChange(change);
    this.unsubscribe = services.store.subscribe(changes => {
      for (const change of changes) this.sendChange(change);
    });
    const forget = services.watches.add(resource, () => this.end());
    response.on('close', forget);
    const life = this.options.timeoutSeconds * 1000;
    this.timers.push(setTimeout(() => this.end(), life));
    if (this.options.bookmarks) {
      this.timers.push(
        setInterval(() => this.sendBookmark(false), BOOKMARK_INTERVAL),
      );
      // One that is over sooner than that gets none.
      if (life > BOOKMARK_LEAD) {
        this.timers.push(
          setTimeout(() => this.sendBookmark(false), life - BOOKMARK_LEAD),
        );
      }
    }
  }

  /** History that is gone is told in the stream, as the real server does. */
  private sendExpired(since: number | undefined): void {
    const { response, services } = this.context;
    const { status } = ApiError.expired(
      `too old resource version: ${since} (${services.store.log.compactedRevision})`,
    );
    response.end(`${JSON.stringify({ type: 'ERROR', object: status })}\n`);
  }

  private sendState(): void {
    const { store } = this.context.services;
    const { resource, namespace } = this.options;
    const state = [...store.list(resource, namespace)]
      .filter(object => this.filter.matches(object))
      .sort(byKey);
    for (const object of state) this.send('ADDED', object);
    if (this.options.sendInitialEvents) this.sendBookmark(true);
  }

  private sendChange(change: Change): void {
    const { object, previous } = change;
    const { resource, namespace } = this.options;
    if (object.resource !== resource) return;
    if (namespace !== undefined && object.namespace !== namespace) return;
    const is = change.type !== 'DELETED' && this.filter.matches(object);
    const was = previous !== undefined && this.filter.matches(previous);
    if (is) this.send(was ? 'MODIFIED' : 'ADDED', object);
    else if (was) {
      // Who no longer matches is shown as last seen, at the version it left.
      this.send(
        'DELETED',
        change.type === 'DELETED'
          ? object
          : atRevision(previous, object.revision),
      );
    }
  }

  private send(type: ChangeType, object: StoredObject): void {
    this.write(type, this.representation.watched(object, this.sent === 0));
  }

  private sendBookmark(initialEventsEnd: boolean): void {
    this.write(
      'BOOKMARK',
      this.representation.bookmark(
        this.context.services.store.revision,
        initialEventsEnd,
      ),
    );
  }

  private write(type: ChangeType | 'BOOKMARK', object: string): void {
    const { response } = this.context;
    if (response.writableEnded || response.destroyed) return;
    if (response.writableLength > MAX_BUFFERED_BYTES) {
      response.destroy();
      return;
    }
    if (type !== 'BOOKMARK') this.sent++;
    response.write(`{"type":"${type}","object":${object}}\n`);
  }

  private end(): void {
    this.stop();
    this.context.response.end();
  }

  private stop(): void {
    this.unsubscribe?.();
    this.unsubscribe = undefined;
    for (const timer of this.timers.splice(0)) clearTimeout(timer);
  }
}

function isTrue(text: string | null): boolean {
  return text === 'true' || text === '1';
}

function checkInitialEvents(query: URLSearchParams, bookmarks: boolean): void {
  const causes: StatusCause[] = [];
  const match = query.get('resourceVersionMatch') ?? '';
  const initial = query.get('sendInitialEvents');
  if (initial === null) {
    if (match === '') return;
    causes.push({
      reason: 'FieldValueForbidden',
      field: 'resourceVersionMatch',
      message:
        'Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
    });
  } else if (match !== 'NotOlderThan') {
    causes.push({
      reason: 'FieldValueForbidden',
      field: 'resourceVersionMatch',
      message:
        'Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
    });
  }
  if (isTrue(initial) && match === 'NotOlderThan' && !bookmarks) {
    causes.push({
      reason: 'FieldValueForbidden',
      field: 'sendInitialEvents',
      message:
        'Forbidden: sendInitialEvents requires setting allowWatchBookmarks to true',
    });
  }
  if (causes.length === 0) return;
  throw ApiError.invalid(
    { group: 'meta.k8s.io', kind: 'ListOptions' },
    '',
    causes,
  );
}

function atRevision(object: StoredObject, revision: number): StoredObject {
  return {
    ...object,
    revision,
    text: object.text.replace(
      /"resourceVersion":"\d+"/,
      `"resourceVersion":"${revision}"`,
    ),
  };
}

/** `GET` of a collection or object with `watch=true`: a stream of events. */
export function handleWatch(context: ApiContext, type: ResourceType): void {
  const watch = Watch.open(context, type);
  watch.start();
}

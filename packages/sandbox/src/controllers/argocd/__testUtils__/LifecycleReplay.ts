import { isDeepStrictEqual } from 'node:util';
import type { JsonObject, KubernetesObject } from '../../runtime';
import { argoApiVersion, type Application } from '../types';
import type { ArgoWorld } from './ArgoWorld';
import type { Action, Lifecycle } from './Lifecycle';
import {
  type Names,
  type Seen,
  SeenApplication,
  UNDECODABLE,
} from './SeenApplication';
import { TestRepository } from './TestRepository';

/** What came of a replay, in the words of the recording. */
export type Replayed = Record<
  'operations' | 'states' | 'sync' | 'conditions' | 'events',
  unknown[]
> & { status: unknown };

/** How long nothing may happen; on a busy machine everything takes longer. */
const PATIENCE_MS = 20_000;
const LONGEST_MS = 90_000;
const SETTLE_MS = 300;
const tracks = ['operations', 'states', 'sync', 'conditions'] as const;

/** Does what was done to the real one, each step when the same had come of the ones before. */
export class LifecycleReplay {
  private readonly names: Names = new Map();
  private readonly repositories: TestRepository[] = [];
  private app: Application | undefined;
  private seen: SeenApplication | undefined;

  constructor(
    private readonly world: ArgoWorld,
    private readonly lifecycle: Lifecycle,
  ) {}

  /** @returns what was wanted and what came of it; equal if the replay went as the recording */
  async run(): Promise<{ wanted: Replayed; found: Replayed }> {
    const { lifecycle } = this;
    await this.prepare();
    for (const action of lifecycle.actions) {
      if (!(await this.until(() => this.hasReached(action.at)))) break;
      // A refresh asked for while one is under way is lost; seconds lay between them in the recordings.
      await this.until(() => !this.seen?.refreshing);
      await this.act(action);
    }
    await this.until(() => this.hasReached(Infinity));
    await this.until(() => this.hasFinalStatus());
    const wanted = this.wanted();
    await this.until(async () =>
      isDeepStrictEqual(await this.found(wanted), wanted),
    );
    // What comes in excess comes soon.
    if (!this.endsRunning) await sleep(SETTLE_MS);
    const found = await this.found(wanted);
    this.seen?.stop();
    await Promise.all(this.repositories.map(it => it.remove()));
    return { wanted, found };
  }

  private async prepare(): Promise<void> {
    const { files, history, before = [], actions } = this.lifecycle;
    const first = history ?? [{ files: files ?? {} }];
    for (const { repo = '<repository 0>', files: changes, tag } of first) {
      const repository = await this.repository(repo);
      if (Object.keys(changes).length === 0) continue;
      const sha = await repository.commit(changes);
      this.nameCommit(sha);
      if (tag) await repository.tag(tag, sha);
    }
    const client = this.world.api.client;
    for (const object of before) await client.create(object);
    const namespace = actions.find(it => it.apply?.kind === 'Application')
      ?.apply?.spec?.destination as { namespace: string };
    const isMissing = /^14-/.test(this.lifecycle.step);
    if (!isMissing) await this.world.namespace(namespace.namespace);
  }

  private async repository(name: string): Promise<TestRepository> {
    const known = this.names.get(name);
    const found = this.repositories.find(it => it.url === known);
    if (found) return found;
    const made = await TestRepository.create();
    this.repositories.push(made);
    this.names.set(name, made.url);
    return made;
  }

  private nameCommit(sha: string): void {
    const number = [...this.names.keys()].filter(it =>
      it.startsWith('<commit'),
    ).length;
    this.names.set(`<commit ${number}>`, sha);
    this.names.set(`<short ${number}>`, sha.slice(0, 7));
  }

  private async act(action: Action): Promise<void> {
    const { client } = this.world.api;
    const { apply, commit, patch, change, remove, hide } = action;
    const ref = {
      apiVersion: argoApiVersion,
      kind: 'Application',
      namespace: 'argocd',
      name: this.app?.metadata.name ?? '',
    };
    const namespace = this.app?.spec.destination.namespace;
    if (apply) {
      const object = this.real(apply);
      if (object.kind === 'Application') {
        this.app = object as Application;
        this.seen = new SeenApplication(this.world, this.app, this.names);
        await client.create(object);
      } else {
        const existing = await client.find(referenceOf(object));
        const { resourceVersion } = existing?.metadata ?? {};
        const metadata = { ...object.metadata, resourceVersion };
        if (existing) await client.update({ ...object, metadata });
        else await client.create(object);
      }
    } else if (commit) {
      const repository = await this.repository(action.repo ?? '<repository 0>');
      this.nameCommit(await repository.commit(commit));
    } else if (patch) {
      const patched = await client.patch(ref, this.real(patch));
      await this.until(() => this.seen?.hasSeen(patched) ?? true);
    } else if (change) {
      const { patch: body, ...target } = change;
      await client.patch({ ...target, namespace }, body);
    } else if (remove) {
      await client.delete(
        remove === 'application' ? ref : { ...remove, namespace },
      );
    } else if (hide !== undefined) await this.repositories[0]?.hide(hide);
  }

  /** With the names of this run in place of the recording's. */
  private real<T>(value: T): T {
    let text = JSON.stringify(value);
    for (const [name, actual] of this.names)
      text = text.replaceAll(name, actual);
    return JSON.parse(text) as T;
  }

  private hasReached(at: number): boolean {
    const { lifecycle, seen } = this;
    const health = (lifecycle.health ?? []).filter(it => it.at < at).at(-1);
    // What passes by itself cannot be waited for.
    const lasting =
      health && health.health !== 'Progressing' && !lifecycle.gone;
    if (lasting && seen?.health !== health.health) return false;
    return tracks.every(track => {
      const due = (lifecycle[track] ?? []).filter(it => it.at < at).length;
      return due === 0 || (seen?.[track].length ?? 0) >= due;
    });
  }

  private hasFinalStatus(): boolean {
    const { status, gone } = this.lifecycle;
    if (gone) return this.seen?.gone ?? false;
    if (!status) return true;
    const wanted = this.comparable(status);
    return (
      this.seen?.statuses.some(it =>
        isDeepStrictEqual(this.comparable(it), wanted),
      ) ?? false
    );
  }

  /** The part of a status that the recording tells about. */
  private comparable(status: JsonObject): unknown {
    const { operationState, ...rest } = status;
    const { history = [] } = rest;
    const wanted = this.endsRunning ? { history } : rest;
    const text = JSON.stringify(
      this.lifecycle.status?.operationState
        ? { ...wanted, operationState }
        : wanted,
    ).replace(UNDECODABLE, '<undecodable>');
    return JSON.parse(text, (key, value) =>
      key === 'images' && this.lifecycle.images === false ? undefined : value,
    );
  }

  /** The state that is most like the recording's last. */
  private closestStatus(): unknown {
    const { status } = this.lifecycle;
    const message = (status?.operationState as JsonObject | undefined)?.message;
    const found = this.seen?.statuses.findLast(
      it =>
        message !== undefined &&
        (it.operationState as JsonObject | undefined)?.message === message,
    );
    const last = found ?? this.seen?.statuses.at(-1);
    return last && this.comparable(last);
  }

  private get endsRunning(): boolean {
    const { states, goesOn } = this.lifecycle;
    return goesOn ?? states?.at(-1)?.phase === 'Running';
  }

  private wanted(): Replayed {
    const plain = (list: readonly JsonObject[] = []) =>
      list.map(
        ({ at: _, ...rest }) =>
          JSON.parse(
            JSON.stringify(rest).replace(UNDECODABLE, '<undecodable>'),
          ) as JsonObject,
      );
    const { lifecycle } = this;
    return {
      operations: plain(lifecycle.operations),
      states: plain(lifecycle.states),
      sync: plain(lifecycle.sync),
      conditions: plain(lifecycle.conditions),
      events: distinct(plain(lifecycle.events).map(it => JSON.stringify(it))),
      status: lifecycle.status && this.comparable(lifecycle.status),
    };
  }

  private async found(wanted: Replayed): Promise<Replayed> {
    const { seen, endsRunning } = this;
    const cut = (track: (typeof tracks)[number]) => {
      const all: Seen[] = seen?.[track] ?? [];
      // Retries go on when the recording has ended.
      return endsRunning ? all.slice(0, wanted[track].length) : all;
    };
    const events = await this.events();
    return {
      operations: cut('operations'),
      states: cut('states'),
      sync: cut('sync'),
      conditions: cut('conditions'),
      events: endsRunning
        ? events.filter(it => wanted.events.includes(it))
        : events,
      status: this.hasFinalStatus() ? wanted.status : this.closestStatus(),
    };
  }

  private async events(): Promise<string[]> {
    await this.world.service.parts.recorder.flush();
    return distinct((await this.seen?.events()) ?? []);
  }

  /** Waits for a condition. When it never holds, the comparison will say what is missing. */
  private async until(holds: () => boolean | Promise<boolean>) {
    const begun = Date.now();
    while (!(await holds())) {
      const since = Math.max(begun, this.seen?.changedAt ?? 0);
      const isStill = Date.now() - since > PATIENCE_MS;
      if (isStill || Date.now() - begun > LONGEST_MS) return false;
      await sleep(20);
    }
    return true;
  }
}

function distinct(texts: string[]): string[] {
  return [...new Set(texts)].sort();
}

function referenceOf({ apiVersion, kind, metadata }: KubernetesObject) {
  const { namespace, name = '' } = metadata;
  return { apiVersion, kind, namespace, name };
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, milliseconds));
}

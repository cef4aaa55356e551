import { isDeepStrictEqual } from 'node:util';
import type { KubernetesObject } from '../../runtime';
import { isConflict, isNotFound, KubernetesApiError } from '../../runtime';
import { hasSyncOption } from '../annotations';
import type { ResourceWriter } from '../ResourceWriter';
import type { IgnoreDifferences } from '../types';
import { withoutIgnored } from './ignoreFields';
import { patchBetween } from './patchBetween';
import { threeWayMerge } from './threeWayMerge';

/** Where `kubectl apply` keeps what it applied last. */
export const lastAppliedAnnotation =
  'kubectl.kubernetes.io/last-applied-configuration';

/** How a live object differs from what git wants. */
export type Comparison = {
  modified: boolean;
  normalizedLive?: KubernetesObject;
  /** What the live object would be after a synchronisation. */
  predictedLive?: KubernetesObject;
};

/** What bears on a comparison. */
export type CompareOptions = {
  ignore?: IgnoreDifferences[];
  syncOptions?: string[];
};

const MAX_CONFLICTS = 5;

type Known = {
  target: KubernetesObject;
  settings: string;
  result: Promise<Comparison>;
};

/**
 * Compares targets with live objects. Only fields that git has count: what an
 * apply would change is a difference. Where it seems to change something the
 * server is asked with a dry run, because it writes some values in another form.
 */
export class ResourceComparer {
  /** Held as long as the live object is: a change brings a new one. */
  private readonly known = new WeakMap<KubernetesObject, Known>();

  constructor(private readonly writer: ResourceWriter) {}

  async compare(
    target: KubernetesObject | undefined,
    live: KubernetesObject | undefined,
    options: CompareOptions,
  ): Promise<Comparison> {
    if (!target && !live) return { modified: false };
    if (!live) return { modified: true, predictedLive: target };
    if (!target) return { modified: true, normalizedLive: strip(live) };
    const settings = JSON.stringify([options.ignore, options.syncOptions]);
    const known = this.known.get(live);
    if (known?.target === target && known.settings === settings) {
      return known.result;
    }
    const result = this.work(target, live, options);
    this.known.set(live, { target, settings, result });
    result.catch(() => this.known.delete(live));
    return result;
  }

  private async work(
    target: KubernetesObject,
    live: KubernetesObject,
    options: CompareOptions,
  ): Promise<Comparison> {
    const { ignore, syncOptions } = options;
    const reduce = (object: KubernetesObject) =>
      withoutIgnored(strip(object), ignore);
    const normalizedLive = reduce(live);
    const serverSide = hasSyncOption(
      target,
      syncOptions,
      'ServerSideApply=true',
    );
    const predicted = serverSide
      ? await this.appliedByServer(target, live)
      : predict(target, live);
    const local = reduce(predicted);
    if (isDeepStrictEqual(local, normalizedLive)) {
      return { modified: false, normalizedLive, predictedLive: normalizedLive };
    }
    if (serverSide) {
      return { modified: true, normalizedLive, predictedLive: local };
    }
    const answer = await this.dryRun(live, predicted);
    if (!answer)
      return { modified: true, normalizedLive, predictedLive: local };
    if (isOther(answer, live)) {
      // Somebody else's change is not a difference: compare with what is there now.
      const current = await this.current(live);
      if (current) return this.work(target, current, options);
    }
    const predictedLive = reduce(answer);
    const modified = !isDeepStrictEqual(predictedLive, normalizedLive);
    return {
      modified,
      normalizedLive,
      predictedLive: modified ? predictedLive : normalizedLive,
    };
  }

  /** What the server would make of it; `undefined` when it refuses, also because of unknown fields. */
  private async dryRun(live: KubernetesObject, predicted: KubernetesObject) {
    const patch = patchBetween(live, predicted);
    if (!patch) return live;
    for (let conflicts = 0; ; conflicts += 1) {
      try {
        return await this.writer.patch(live, patch, {
          dryRun: true,
          fieldValidation: 'Strict',
        });
      } catch (error) {
        if (isConflict(error) && conflicts < MAX_CONFLICTS) continue;
        const { code = 0 } =
          error instanceof KubernetesApiError ? error : { code: 0 };
        if (code >= 400 && code < 500 && !isConflict(error)) return undefined;
        throw error;
      }
    }
  }

  /** The object as it is on the server, if it still is there; a patch of nothing tells. */
  private async current(live: KubernetesObject) {
    const nothing = { contentType: 'application/merge-patch+json', body: {} };
    try {
      return await this.writer.patch(live, nothing, { dryRun: true });
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  private async appliedByServer(
    target: KubernetesObject,
    live: KubernetesObject,
  ) {
    return this.writer
      .apply(target, { dryRun: true })
      .catch(() => predict(target, live));
  }
}

/** A dry run answers with the version on which it was made. */
function isOther(answer: KubernetesObject, live: KubernetesObject): boolean {
  return answer.metadata.resourceVersion !== live.metadata.resourceVersion;
}

/** The target as it was applied last, as far as the live object says. */
export function lastApplied(
  live: KubernetesObject,
): Record<string, unknown> | undefined {
  const text = live.metadata.annotations?.[lastAppliedAnnotation];
  if (!text) return undefined;
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function predict(
  target: KubernetesObject,
  live: KubernetesObject,
): KubernetesObject {
  const { status: _, ...wanted } = normalizeSecret(target);
  return threeWayMerge(lastApplied(live), wanted, live);
}

/** A Secret's clear texts in the form in which the server keeps them. */
function normalizeSecret(object: KubernetesObject): KubernetesObject {
  if (object.kind !== 'Secret' || object.apiVersion !== 'v1') return object;
  const { stringData, ...rest } = object;
  if (!stringData) return object;
  const encoded = Object.entries(stringData as Record<string, string>).map(
    ([key, value]) => [key, Buffer.from(String(value)).toString('base64')],
  );
  return {
    ...rest,
    data: { ...(object.data as object), ...Object.fromEntries(encoded) },
  } as KubernetesObject;
}

/** Without what the server alone writes. */
function strip(object: KubernetesObject): KubernetesObject {
  const { creationTimestamp: _time, ...metadata } = object.metadata;
  const copy: KubernetesObject = { ...object, metadata: { ...metadata } };
  delete copy.status;
  delete copy.metadata.managedFields;
  delete copy.metadata.resourceVersion;
  delete copy.metadata.uid;
  delete copy.metadata.generation;
  return copy;
}

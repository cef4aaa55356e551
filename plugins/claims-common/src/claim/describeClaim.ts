import {
  describeObjectState,
  describeOpenCircuit,
  explainError,
  findCondition,
  readConditions,
  type KubernetesObject,
  type StateDescription,
} from '@cairn/plugin-platform-common';
import { objectAt, textAt } from '../json';
import type { ClaimEvent } from '../types';

/** So long, in milliseconds, a pass of Crossplane may take before the silence is worth a word. */
const SILENCE = 20_000;
/** So long nobody need take notice of a claim before that is worth a word. */
const NOTICE = 60_000;
/** Crossplane gives a function 120 s; who waits longer needs somebody to look. */
const PATIENCE = 5 * 60_000;

const NOT_A_CAUSE = /Informer to sync|pipeline status unknown/;
const PART_ERROR = /composed resource "([^"]+)": /;

/** What is known of a claim or composite besides what it says itself. */
export interface ClaimContext {
  /** Warnings about the object itself, newest first. */
  warnings: readonly ClaimEvent[];
  /** Names of the functions of its composition. */
  functions: readonly string[];
  /** Since when its present generation has been seen; undefined when nobody has watched. */
  generationSince?: Date;
}

function isTakenUp(object: KubernetesObject): boolean {
  const { spec } = object;
  return [objectAt(spec, 'crossplane'), spec].some(
    part =>
      textAt(objectAt(part, 'compositionRevisionRef'), 'name') !== undefined,
  );
}

function namesOf(functions: readonly string[]): string {
  const names = functions.map(name => `"${name}"`);
  return names.length === 0
    ? 'a function of its composition'
    : `the function ${names.join(' or ')}`;
}

/** Why it is as it is, from the newest warning that names a cause. */
function fromWarnings(
  warnings: readonly ClaimEvent[],
  concerns: (message: string) => boolean = () => true,
):
  | { event: ClaimEvent; explained: ReturnType<typeof explainError> }
  | undefined {
  const telling = warnings.filter(
    ({ message }) => !NOT_A_CAUSE.test(message) && concerns(message),
  );
  // A right that is missing is the cause of what else goes wrong.
  const event =
    telling.find(({ reason }) => reason === 'RoleBasedAccessControl') ??
    telling[0];
  return event && { event, explained: explainError(event.message) };
}

function describeCause(
  cause: NonNullable<ReturnType<typeof fromWarnings>>,
  options: { works: boolean; since?: string },
): StateDescription {
  const { event, explained } = cause;
  return {
    state: options.works ? 'needs-attention' : explained.state,
    sentence: `${
      options.works
        ? 'It works, but changes do not take effect because'
        : 'It is not ready because'
    } ${explained.cause}. ${explained.advice}`,
    ...(options.since && { since: options.since }),
    detail: `${event.reason}: ${event.message}`,
  };
}

/** Nothing has been written yet: at first normal, then somebody is waited for. */
function describeSilence(
  object: KubernetesObject,
  context: ClaimContext,
  now: Date,
): StateDescription {
  const since = object.metadata.creationTimestamp;
  const age = now.getTime() - Date.parse(since ?? '');
  const at = since && { since };
  const cause = fromWarnings(context.warnings);
  if (cause) {
    return describeCause(cause, { works: false, since });
  }
  if (isTakenUp(object) && age > SILENCE) {
    return {
      state: age > PATIENCE ? 'needs-attention' : 'waiting',
      sentence: `It is not ready because it waits for ${namesOf(
        context.functions,
      )} to answer. The platform team can see whether it runs; it goes on by itself.`,
      ...at,
    };
  }
  if (age > NOTICE) {
    return {
      state: 'unknown',
      sentence:
        'Nothing has taken notice of it yet. The platform team can see whether Crossplane runs.',
      ...at,
    };
  }
  return {
    state: 'working',
    sentence: 'It has been accepted; work on it is about to begin.',
    ...at,
  };
}

/** It is ready, but has not been looked at since it was changed. */
function describeUnseenChange(
  object: KubernetesObject,
  context: ClaimContext,
  now: Date,
): StateDescription | undefined {
  const ready = findCondition(object, 'Ready');
  const { generation } = object.metadata;
  const isSeen =
    ready?.observedGeneration === undefined ||
    generation === undefined ||
    ready.observedGeneration >= generation;
  if (ready?.status !== 'True' || isSeen) {
    return undefined;
  }
  const responsive = findCondition(object, 'Responsive');
  const at = context.generationSince && {
    since: context.generationSince.toISOString(),
  };
  if (responsive?.status === 'False') {
    return {
      state: 'working',
      sentence: `It works; the latest change waits its turn: ${describeOpenCircuit(
        object,
        responsive,
        now,
      )}`,
      ...at,
    };
  }
  const waits =
    context.generationSince &&
    now.getTime() - context.generationSince.getTime() > SILENCE;
  return {
    state: waits ? 'waiting' : 'working',
    sentence: waits
      ? `It works; the latest change waits for ${namesOf(
          context.functions,
        )} to answer. The platform team can see whether it runs; it goes on by itself.`
      : 'It works; the latest change is being applied.',
    ...at,
  };
}

/** Crossplane says that something is missing or refused, but what it is only in an event. */
function describeFromEvents(
  object: KubernetesObject,
  context: ClaimContext,
): StateDescription | undefined {
  const synced = findCondition(object, 'Synced');
  const ready = findCondition(object, 'Ready');
  const works = ready?.status === 'True';
  const since = synced?.lastTransitionTime;
  if (synced?.status === 'False') {
    const unsynced = /^Unsynced resources: (.*)$/.exec(synced.message ?? '');
    const isHidden =
      unsynced !== null || /Informer to sync/.test(synced.message ?? '');
    const cause =
      isHidden &&
      fromWarnings(
        context.warnings,
        message =>
          !unsynced ||
          unsynced[1].includes(PART_ERROR.exec(message)?.[1] ?? '\0'),
      );
    return cause ? describeCause(cause, { works, since }) : undefined;
  }
  if (ready?.reason !== 'Creating' || ready.message) {
    return undefined;
  }
  const cause = fromWarnings(context.warnings, message =>
    message.includes('not adding new composed resource'),
  );
  return cause
    ? describeCause(cause, { works: false, since: ready.lastTransitionTime })
    : {
        state: 'needs-attention',
        sentence:
          'It is not ready because a part of it is not made, and Crossplane does not say which. Most often a value that its composition requires is missing; the events name it.',
        ...(ready.lastTransitionTime && { since: ready.lastTransitionTime }),
      };
}

/**
 * Whether events, functions or times are needed to say how a claim is, because it does not say
 * everything itself.
 *
 * @public
 */
export function needsContext(object: KubernetesObject): boolean {
  const conditions = readConditions(object);
  const { generation } = object.metadata;
  return (
    object.metadata.deletionTimestamp === undefined &&
    (conditions.length === 0 ||
      conditions.some(
        ({ type, status, reason, message = '', observedGeneration }) =>
          (type === 'Synced' &&
            status === 'False' &&
            /^Unsynced resources: |Informer to sync/.test(message)) ||
          (type === 'Ready' && reason === 'Creating' && message === '') ||
          (type === 'Ready' &&
            observedGeneration !== undefined &&
            generation !== undefined &&
            observedGeneration < generation),
      ))
  );
}

/**
 * How a claim or composite is by itself, in a sentence that begins with "It", from its conditions and,
 * where these are silent, from what is known besides.
 *
 * @remarks
 * Crossplane writes nothing while a function does not answer (120 s), tells of refused objects and of
 * missing required values only in events, and lets a change wait while its circuit breaker is open
 * (rules 10, 14, 15 and 16 of its recorded behaviour).
 *
 * @public
 */
export function describeClaim(
  object: KubernetesObject,
  context: ClaimContext,
  now: Date,
): StateDescription {
  const own = describeObjectState(object, now);
  if (own.state === 'deleting' || own.state === 'paused') {
    return own;
  }
  const isSilent = !readConditions(object).some(
    ({ type }) => type === 'Synced' || type === 'Ready',
  );
  return isSilent
    ? describeSilence(object, context, now)
    : describeFromEvents(object, context) ??
        (own.state === 'working'
          ? describeUnseenChange(object, context, now)
          : undefined) ??
        own;
}

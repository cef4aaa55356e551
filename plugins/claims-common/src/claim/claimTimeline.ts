import {
  readConditions,
  type Condition,
  type KubernetesObject,
  type StateDescription,
} from '@cairn/plugin-platform-common';
import type { ComposedResource, ConnectionInfo, TimelineStep } from '../types';

interface Milestone {
  id: TimelineStep['id'];
  title: string;
  /** Absent while it has not been reached. */
  reachedAt?: string;
  reached: boolean;
}

function flatten(composed: readonly ComposedResource[]): ComposedResource[] {
  return composed.flatMap(resource => [
    resource,
    ...flatten(resource.children),
  ]);
}

function earliest(times: Array<string | undefined>): string | undefined {
  const known = times.filter(time => time !== undefined);
  return known.length === 0
    ? undefined
    : known.reduce((a, b) => (Date.parse(b) < Date.parse(a) ? b : a));
}

function latest(times: Array<string | undefined>): string | undefined {
  const known = times.filter(time => time !== undefined);
  return known.length === 0
    ? undefined
    : known.reduce((a, b) => (Date.parse(b) > Date.parse(a) ? b : a));
}

function milestones(options: {
  object: KubernetesObject;
  composed: readonly ComposedResource[];
  connection?: ConnectionInfo;
  synced?: Condition;
  ready?: Condition;
}): Milestone[] {
  const { object, composed, connection, synced, ready } = options;
  const isReady = ready?.status === 'True';
  const all = flatten(composed);
  const made = all.filter(({ createdAt }) => createdAt !== undefined);
  const madeTimes = made.map(({ createdAt }) => createdAt);
  const isAccepted = synced?.status === 'True' || made.length > 0 || isReady;
  const isComposed =
    isReady ||
    (all.length > 0 &&
      all.every(
        ({ createdAt, state }) =>
          createdAt !== undefined || state.state === 'unknown',
      ));
  const reachedReady = isReady ? ready?.lastTransitionTime : undefined;
  return [
    {
      id: 'submitted',
      title: 'Submitted',
      reached: true,
      reachedAt: object.metadata.creationTimestamp,
    },
    {
      id: 'accepted',
      title: 'Accepted by the platform',
      reached: isAccepted,
      // Synced flaps; what has been made since proves an earlier acceptance.
      reachedAt: earliest([
        synced?.status === 'True' ? synced.lastTransitionTime : undefined,
        ...madeTimes,
      ]),
    },
    {
      id: 'composed',
      title: 'Resources made',
      reached: isComposed,
      reachedAt: latest(madeTimes) ?? reachedReady,
    },
    { id: 'ready', title: 'Ready', reached: isReady, reachedAt: reachedReady },
    ...(connection
      ? [
          {
            id: 'credentials' as const,
            title: 'Credentials ready',
            reached: connection.ready,
            reachedAt: reachedReady,
          },
        ]
      : []),
  ];
}

/** What a step that is under way waits for, when nothing more exact is known. */
const WAITS_FOR: Partial<Record<TimelineStep['id'], string>> = {
  accepted: 'Waiting for Crossplane to take it up.',
  composed: 'Waiting for Crossplane to make the resources.',
  ready: 'Waiting for the resources to become ready.',
  credentials: 'Waiting for the credentials to be written.',
};

/**
 * The way of a request from the button to credentials that work. Every step that is done comes before
 * the one that is current (or failed), and that before those which are pending; times never run
 * backwards, even where conditions flap.
 *
 * @param options.state - the claim's state, whose sentence explains the current step.
 * @public
 */
export function claimTimeline(options: {
  object: KubernetesObject;
  composed: readonly ComposedResource[];
  state: StateDescription;
  connection?: ConnectionInfo;
}): TimelineStep[] {
  const { object, state } = options;
  const conditions = readConditions(object);
  const deletedAt = object.metadata.deletionTimestamp;
  const steps: TimelineStep[] = [];
  let before: string | undefined;
  let open = true;
  for (const milestone of milestones({
    ...options,
    synced: conditions.find(({ type }) => type === 'Synced'),
    ready: conditions.find(({ type }) => type === 'Ready'),
  })) {
    const { id, title } = milestone;
    if (open && milestone.reached) {
      const finishedAt = latest([before, milestone.reachedAt]);
      steps.push({
        id,
        title,
        status: 'done',
        ...(before && { startedAt: before }),
        ...(finishedAt && { finishedAt }),
      });
      before = finishedAt;
    } else if (open && !deletedAt) {
      open = false;
      const failed = state.state === 'failed';
      const explained = state.state !== 'ready' && state.sentence !== '';
      steps.push({
        id,
        title,
        status: failed ? 'failed' : 'current',
        ...(before && { startedAt: before }),
        detail: explained ? state.sentence : WAITS_FOR[id] ?? '',
      });
    } else if (!deletedAt) {
      steps.push({ id, title, status: 'pending' });
    } else {
      open = false;
    }
  }
  if (deletedAt) {
    const startedAt = latest([before, deletedAt]);
    steps.push({
      id: 'deleting',
      title: 'Being deleted',
      status: 'current',
      ...(startedAt && { startedAt }),
      detail: state.sentence,
    });
  }
  return steps;
}

import {
  deepestFailure,
  describeObjectState,
  type KubernetesObject,
  type State,
  type StateDescription,
} from '@cairn/plugin-platform-common';
import type { ComposedResource } from '../types';

const TROUBLE: ReadonlySet<State> = new Set(['failed', 'needs-attention']);

function words(text: string): string {
  return text
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase();
}

/** Puts a name in the place of the "It" with which sentences about objects begin. */
function about(subject: string, sentence: string): string {
  return sentence.startsWith('It ')
    ? `${subject} ${sentence.slice('It '.length)}`
    : `${subject}: ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;
}

function nameOf(resource: ComposedResource): string {
  const kind = words(resource.kind);
  const name = resource.resourceName ?? resource.name;
  return name === kind ? `its ${kind}` : `its ${kind} "${name}"`;
}

/** What the portal cannot see explains nothing. */
function visible(composed: readonly ComposedResource[]): ComposedResource[] {
  return composed
    .filter(({ state }) => state.state !== 'unknown')
    .map(resource => ({ ...resource, children: visible(resource.children) }));
}

/**
 * How a claim is, in one sentence that names the deepest cause among what it is made of.
 *
 * @param options.title - what the offering is called, for example "Database".
 * @param options.now - against which waiting times are measured.
 * @public
 */
export function claimState(options: {
  object: KubernetesObject;
  composed: readonly ComposedResource[];
  title: string;
  now?: Date;
}): StateDescription {
  const { object, composed, title, now } = options;
  const thing = `The ${words(title)}`;
  const described = describeObjectState(object, now);
  const own = { ...described, sentence: about(thing, described.sentence) };
  if (own.state === 'deleting' || own.state === 'paused') {
    return own;
  }
  const root: ComposedResource = {
    apiVersion: object.apiVersion,
    kind: object.kind,
    name: object.metadata.name,
    state: described,
    conditions: [],
    children: visible(composed),
  };
  const cause = deepestFailure(root);
  if (!cause || cause === root) {
    return own;
  }
  const { state, sentence, since, detail } = cause.state;
  const reason = about(nameOf(cause), sentence);
  const details = [own.detail, detail].filter(Boolean).join('\n');
  if (own.state === 'ready') {
    return TROUBLE.has(state)
      ? {
          state: 'needs-attention',
          sentence: `${thing} was ready, but something has happened to it: ${reason}`,
          ...(since && { since }),
          ...(details && { detail: details }),
        }
      : own;
  }
  const opening = state === 'working' ? 'is being made ready' : 'is not ready';
  const began = own.since ?? since;
  return {
    state: state === 'deleting' ? 'working' : state,
    sentence: `${thing} ${opening}: ${reason}`,
    ...(began && { since: began }),
    ...(details && { detail: details }),
  };
}

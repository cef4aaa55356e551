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

const WORKS_BUT = 'It works, but changes do not take effect because ';

/** What is said of parts that go without trouble. */
const ORDINARY_END = new Set(['It is being deleted.', 'It is gone.']);

/** What keeps a deletion from going on, among the parts. */
function holdingUp(
  composed: readonly ComposedResource[],
): ComposedResource | undefined {
  for (const resource of composed) {
    const found = holdingUp(resource.children);
    if (found) {
      return found;
    }
    const { state, sentence } = resource.state;
    if (state === 'deleting' && !ORDINARY_END.has(sentence)) {
      return resource;
    }
  }
  return undefined;
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
 * @param options.own - how the claim is by itself; `describeObjectState` when left out.
 * @public
 */
export function claimState(options: {
  object: KubernetesObject;
  composed: readonly ComposedResource[];
  title: string;
  own?: StateDescription;
}): StateDescription {
  const { object, composed, title } = options;
  const thing = `The ${words(title)}`;
  const described = options.own ?? describeObjectState(object);
  const own = { ...described, sentence: about(thing, described.sentence) };
  if (own.state === 'paused') {
    return own;
  }
  if (own.state === 'deleting') {
    const holder = own.detail === undefined ? holdingUp(composed) : undefined;
    return holder
      ? {
          ...own,
          sentence: `${own.sentence} It waits for a part: ${about(
            nameOf(holder),
            holder.state.sentence,
          )}`,
          ...(holder.state.detail && { detail: holder.state.detail }),
        }
      : own;
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
  // A v1 claim and its composite are one and the same thing to people.
  const isItself =
    object.metadata.namespace !== undefined &&
    cause.namespace === undefined &&
    root.children.includes(cause);
  if (isItself && own.state !== 'ready') {
    return { ...cause.state, sentence: about(thing, sentence) };
  }
  const reason = about(nameOf(cause), sentence);
  const details = [own.detail, detail].filter(Boolean).join('\n');
  if (own.state === 'ready') {
    if (state === 'paused') {
      return { ...own, sentence: `${own.sentence} But ${reason}` };
    }
    return TROUBLE.has(state)
      ? {
          state: 'needs-attention',
          sentence: sentence.startsWith(WORKS_BUT)
            ? `${thing} works, but changes to ${nameOf(
                cause,
              )} do not take effect because ${sentence.slice(WORKS_BUT.length)}`
            : `${thing} was ready, but something has happened to it: ${reason}`,
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

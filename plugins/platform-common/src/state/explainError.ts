import type { State } from '../types';

/** What an error of a controller means to the person who waits. */
export interface ErrorExplanation {
  state: Extract<State, 'working' | 'waiting' | 'needs-attention' | 'failed'>;
  /** Completes "It is not ready because …" or "It works, but …"; no full stop. */
  cause: string;
  /** What to do, as a sentence. */
  advice: string;
}

interface Rule {
  pattern: RegExp;
  explain: (match: RegExpExecArray) => ErrorExplanation;
}

const PLATFORM_TEAM = 'The platform team can mend this; nothing to do for you.';
const BY_ITSELF = 'This passes by itself.';

function rule(
  pattern: RegExp,
  state: ErrorExplanation['state'],
  cause: string | ((match: RegExpExecArray) => string),
  advice: string = PLATFORM_TEAM,
): Rule {
  return {
    pattern,
    explain: match => ({
      state,
      cause: typeof cause === 'string' ? cause : cause(match),
      advice,
    }),
  };
}

/**
 * The first rule that matches wins. The texts are those Crossplane 2.2, provider-sql 0.14 and
 * Kubernetes 1.36 were seen to write.
 */
const RULES: readonly Rule[] = [
  rule(
    /does not have a valid function pipeline: pipeline status unknown/,
    'working',
    'a new version of its composition is being checked',
    BY_ITSELF,
  ),
  rule(
    /not adding new composed resource "([^"]+)" .*policy\.fromFieldPath: Required.*: (\S+): no such field/,
    'needs-attention',
    match => `its part "${match[1]}" needs ${match[2]}, which is not set`,
    'Set it in the request; the part is then made by itself.',
  ),
  rule(
    /composed resource "([^"]+)": .*metadata\.ownerReferences: .*?"kind":"([^"]+)","name":"([^"]+)".*Only one reference can/s,
    'needs-attention',
    match =>
      `what is to become its part "${match[1]}" belongs to the ${match[2]} "${match[3]}" already`,
    'Delete the one that is not needed, or ask the platform team.',
  ),
  rule(
    /composed resource "([^"]+)": .*field is immutable/,
    'needs-attention',
    match => `its part "${match[1]}" cannot be changed once it exists`,
    'Take the change back, or ask the platform team to make the part anew.',
  ),
  rule(
    /composed resource "([^"]+)": \S+ "[^"]+" is invalid: /,
    'needs-attention',
    match => `the cluster refuses its part "${match[1]}" as invalid`,
  ),
  rule(
    /is not allowed to \[.*\] resource (\S+?)\/\S+ /,
    'failed',
    match => `Crossplane may not make ${match[1]} on the cluster`,
  ),
  rule(
    /exceeded quota: (\S+?),/,
    'needs-attention',
    match => `the quota "${match[1]}" of the namespace is used up`,
    'Delete what is no longer needed there, or ask the platform team for a larger quota.',
  ),
  rule(
    /because it is being terminated/,
    'needs-attention',
    'its namespace is being deleted',
    'Request it in another namespace.',
  ),
  rule(
    /bound to claim "([^"]+)"/,
    'failed',
    match => `the resource it names already belongs to the claim "${match[1]}"`,
    'Choose another name.',
  ),
  rule(
    /no compatible Compositions found/,
    'failed',
    'there is no composition for what was asked',
  ),
  rule(
    /referenced composition is not compatible/,
    'failed',
    'the composition it names is made for another kind',
  ),
  rule(
    /cannot get Composition(?:Revision)?: \S+ "([^"]+)" not found/,
    'failed',
    match => `its composition "${match[1]}" does not exist`,
  ),
  rule(
    /cannot find an active FunctionRevision/,
    'failed',
    'a function that its composition uses is not installed',
  ),
  rule(
    /cannot run Function "([^"]+)"/,
    'needs-attention',
    match => `the function "${match[1]}" of the platform does not answer`,
  ),
  rule(
    /credential "[^"]*" from Secret: secrets "([^"]+)" not found/,
    'failed',
    match => `the credentials "${match[1]}" of a platform function are missing`,
  ),
  rule(
    /pipeline step "([^"]+)" returned a fatal result: /,
    'failed',
    match => `its composition has a mistake in the step "${match[1]}"`,
  ),
  rule(
    /cannot get ProviderConfig: \S+ "([^"]+)" not found/,
    'failed',
    match => `the provider configuration "${match[1]}" does not exist`,
  ),
  rule(
    /cannot get credentials Secret: Secret "([^"]+)" not found/,
    'failed',
    match =>
      `the secret "${match[1]}" with the provider's own credentials does not exist`,
  ),
  rule(
    /password authentication failed/,
    'needs-attention',
    'the provider cannot log in to the database server',
  ),
  rule(
    /connection refused|no such host|i\/o timeout|network is unreachable|no route to host/,
    'needs-attention',
    'the provider cannot reach its server',
  ),
  rule(
    /is being accessed by other users/,
    'waiting',
    'someone is still connected to the database',
    'Close the connections; the deletion then goes on by itself.',
  ),
  rule(
    /cannot be dropped because some objects depend on it/,
    'waiting',
    'other things in the database still belong to it',
    'It goes on by itself when they are gone.',
  ),
  rule(
    /cannot resolve references: .*?cannot get referenced resource: (\S+?)\.\S+ "([^"]+)" not found/,
    'waiting',
    match => `it waits for the ${match[1]} "${match[2]}"`,
    'It goes on by itself when that exists.',
  ),
  rule(
    /cannot resolve references/,
    'waiting',
    'it waits for another resource that it names',
    'It goes on by itself when that is ready.',
  ),
  rule(
    /pq: (role|database|schema) "([^"]+)" does not exist/,
    'waiting',
    match => `it waits for the ${match[1]} "${match[2]}"`,
    'It goes on by itself when that exists.',
  ),
  rule(
    /cannot compare desired and observed privileges|failed waiting for \S+ Informer to sync/,
    'working',
    'a first attempt did not go through and is being repeated',
    BY_ITSELF,
  ),
  rule(
    /external resource does not exist/,
    'needs-attention',
    'it may only be looked at, and there is nothing to look at',
  ),
  rule(
    /pq: unrecognized privilege type "([^"]+)"/,
    'failed',
    match => `the database server knows no privilege "${match[1]}"`,
  ),
  rule(
    /Unsynced resources: (.+)$/,
    'needs-attention',
    match => `the cluster refuses some of its parts: ${match[1]}`,
  ),
  rule(
    /cluster scoped composed resource "([^"]+)" \(an? (\S+) /,
    'failed',
    match =>
      `its part "${match[1]}" is a ${match[2]}, a kind that no namespace may hold`,
  ),
  rule(
    /composed resource "([^"]+)".*no matches for kind "([^"]+)"/,
    'failed',
    match =>
      `the cluster does not know the kind ${match[2]} of its part "${match[1]}"`,
  ),
  rule(
    /composed resource "([^"]+)": failed to create typed patch object/,
    'failed',
    match => `its part "${match[1]}" is not well formed`,
  ),
  rule(
    /failed to get restmapping|an empty namespace may not be set/,
    'failed',
    'its composition makes something that the cluster does not accept',
  ),
  rule(
    /is forbidden: User .* cannot \S+ resource "([^"]+)"/,
    'failed',
    match => `Crossplane may not make ${match[1]} on the cluster`,
  ),
  rule(
    /is forbidden: User /,
    'failed',
    'the platform lacks a right on the cluster',
  ),
  rule(
    /composed resource "([^"]+)"/,
    'failed',
    match => `its part "${match[1]}" cannot be made`,
  ),
];

/**
 * Says what the message of a failed condition means.
 *
 * @param message - As the controller wrote it; undefined or unknown texts get a general answer.
 * @public
 */
export function explainError(message: string | undefined): ErrorExplanation {
  for (const { pattern, explain } of RULES) {
    const match = pattern.exec(message ?? '');
    if (match) {
      return explain(match);
    }
  }
  return {
    state: 'failed',
    cause: 'a step of the platform fails',
    advice: 'The details name the cause; show them to the platform team.',
  };
}

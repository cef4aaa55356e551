import {
  findCondition,
  type KubernetesObject,
} from '@cairn/plugin-platform-common';
import { objectAt, textAt } from '../json';
import type {
  ClaimEvent,
  ClaimWarning,
  ConnectionInfo,
  Offering,
} from '../types';
import type { NewerRevision } from './composition';

const CREATED = 'crossplane.io/external-create-succeeded';
/** A provider writes a Secret and what it is for within moments; a Secret younger than that is another. */
const MOMENTS = 30_000;
/** The cluster forgets events after so long, in milliseconds; older ones prove nothing. */
const EVENT_AGE = 60 * 60_000;
/** Kinds that hold nothing which could be lost: what they say is done again as it was. */
const HOLDS_NOTHING = /^(Grant|Role|User|DefaultPrivileges|Extension)$/;

/** When Secrets were made, by name; undefined for one that is not there; no entry when nobody could look. */
export type SecretTimes = ReadonlyMap<string, string | undefined>;

function managedName(object: KubernetesObject): string {
  const name =
    object.metadata.annotations?.['crossplane.io/external-name'] ??
    object.metadata.name;
  return `${object.kind.toLocaleLowerCase('en')} "${name}"`;
}

function isManaged(object: KubernetesObject): boolean {
  return 'forProvider' in objectAt(object, 'spec');
}

/** Whether a provider may make the thing itself; `managementPolicies: [Observe]` may not. */
function mayCreate(object: KubernetesObject): boolean {
  const policies = objectAt(object, 'spec').managementPolicies;
  return (
    !Array.isArray(policies) ||
    policies.includes('*') ||
    policies.includes('Create')
  );
}

function isReady(object: KubernetesObject): boolean {
  return findCondition(object, 'Ready')?.status === 'True';
}

/** The name of the Secret into which a provider writes what it makes. */
export function providerSecretName(
  object: KubernetesObject,
): string | undefined {
  return isManaged(object)
    ? textAt(
        objectAt(objectAt(object, 'spec'), 'writeConnectionSecretToRef'),
        'name',
      )
    : undefined;
}

function regarding(object: KubernetesObject): ClaimWarning['regarding'] {
  return { kind: object.kind, name: object.metadata.name };
}

/** It existed before, and the provider took it over without a word (rule 27). */
function adopted(object: KubernetesObject): ClaimWarning | undefined {
  return isReady(object) &&
    mayCreate(object) &&
    !(CREATED in (object.metadata.annotations ?? {}))
    ? {
        id: 'adopted',
        title: 'Something that existed before was taken over',
        sentence: `The ${managedName(
          object,
        )} was not made for this request: it was there already and has been taken over with what is in it. It will be dropped when this is deleted.`,
        advice:
          'If it belongs to somebody else, tell the platform team before you use or delete it.',
        regarding: regarding(object),
      }
    : undefined;
}

/** It vanished outside, and the provider made a new one, which is empty (rule 27). */
function recreated(
  object: KubernetesObject,
  events: readonly ClaimEvent[],
): ClaimWarning | undefined {
  const madeAt = object.metadata.annotations?.[CREATED];
  const created = events.find(
    ({ reason, regarding: about }) =>
      reason === 'CreatedExternalResource' &&
      about.kind === object.kind &&
      about.name === object.metadata.name,
  );
  return madeAt && !HOLDS_NOTHING.test(object.kind) && (created?.count ?? 1) > 1
    ? {
        id: 'recreated',
        title: 'It was lost and made anew',
        sentence: `The ${managedName(
          object,
        )} was deleted outside of the platform and has been made anew, empty. What was in it is gone.`,
        advice: 'Restore it from a backup, or tell the platform team.',
        since: madeAt,
        regarding: regarding(object),
      }
    : undefined;
}

/** The Secret is younger than what it belongs to: the password in it is lost (rule 26). */
function passwordLost(
  object: KubernetesObject,
  secretName: string,
  secretMadeAt: string | undefined,
): ClaimWarning | undefined {
  const madeAt = object.metadata.annotations?.[CREATED];
  const given = objectAt(objectAt(object, 'spec'), 'forProvider');
  return madeAt &&
    secretMadeAt &&
    !('passwordSecretRef' in given) &&
    Date.parse(secretMadeAt) - Date.parse(madeAt) > MOMENTS
    ? {
        id: 'password-lost',
        title: 'The password is lost',
        sentence: `The Secret "${secretName}" was deleted and has been made anew without the password of the ${managedName(
          object,
        )}. Who has no copy of the old one cannot log in any more.`,
        advice:
          'The platform team can set a new password (passwordSecretRef of the role). Until then keep clients running that are connected.',
        since: secretMadeAt,
        regarding: regarding(object),
      }
    : undefined;
}

const STAYS =
  /composed resource "([^"]+)".*ignoring 'policy\.fromFieldPath: Required'.*: (\S+): no such field/;

/** A value that is required was taken away; the part keeps the old one (rule 14). */
function oldValue(
  events: readonly ClaimEvent[],
  now: Date,
): ClaimWarning | undefined {
  for (const { message, lastSeen } of events) {
    const match = STAYS.exec(message);
    if (match && now.getTime() - Date.parse(lastSeen) < EVENT_AGE) {
      return {
        id: 'old-value',
        title: 'An old value is still in use',
        sentence: `${match[2]} is no longer set, but its part "${match[1]}" requires it and keeps the value it had.`,
        advice: `Set ${match[2]} again, or delete the request and make it anew.`,
        since: lastSeen,
      };
    }
  }
  return undefined;
}

/**
 * What the person ought to know although everything may be called ready: traps of the engines that
 * they do not tell of themselves.
 *
 * @param options.parts - the composed objects, every level.
 * @param options.events - of the claim and its parts.
 * @param options.secrets - when the Secrets of parts and of the claim were made.
 * @public
 */
export function claimWarnings(options: {
  object: KubernetesObject;
  offering: Pick<Offering, 'scope' | 'title' | 'withdrawnAt'>;
  parts: readonly KubernetesObject[];
  events: readonly ClaimEvent[];
  secrets: SecretTimes;
  connection: ConnectionInfo | undefined;
  newer: NewerRevision | undefined;
  now: Date;
}): ClaimWarning[] {
  const { object, offering, parts, events, secrets, connection, newer, now } =
    options;
  if (object.metadata.deletionTimestamp) {
    return [];
  }
  const found: Array<ClaimWarning | undefined> = [];
  if (offering.withdrawnAt) {
    found.push({
      id: 'withdrawn',
      title: `${offering.title} is being withdrawn`,
      sentence:
        offering.scope === 'Namespaced'
          ? 'The platform team withdraws what this was requested from. Crossplane does not delete this by itself, so the withdrawal waits until somebody has.'
          : 'The platform team withdraws what this was requested from; this will be deleted with it.',
      advice:
        offering.scope === 'Namespaced'
          ? 'Save what is in it, then delete it.'
          : 'Save what is in it now.',
      since: offering.withdrawnAt,
    });
  }
  if (newer) {
    found.push({
      id: 'revision-behind',
      title: 'A newer version of its composition is not in use',
      sentence: `It is made from revision ${newer.used} of the composition "${newer.composition}", of which there is revision ${newer.newest}. Its update policy is Manual, so it stays as it is.`,
      advice: `To take it over, set compositionRevisionRef to "${newer.newestName}", or the update policy to Automatic.`,
    });
  }
  for (const part of parts.filter(isManaged)) {
    const secretName = providerSecretName(part);
    const secretMadeAt = secretName ? secrets.get(secretName) : undefined;
    found.push(
      adopted(part),
      recreated(part, events),
      secretName ? passwordLost(part, secretName, secretMadeAt) : undefined,
    );
  }
  found.push(oldValue(events, now));
  if (
    connection &&
    isReady(object) &&
    secrets.has(connection.secretName) &&
    secrets.get(connection.secretName) === undefined
  ) {
    found.push({
      id: 'secret-missing',
      title: 'The Secret with the credentials is missing',
      sentence: `The Secret "${
        connection.secretName
      }" is not there, although this is ready. ${
        offering.scope === 'LegacyCluster'
          ? 'It is made again only when this is touched.'
          : 'The platform makes it again by itself within a minute or so.'
      }`,
      advice:
        offering.scope === 'LegacyCluster'
          ? 'Change it, or set any annotation on it.'
          : 'If it does not come back, tell the platform team.',
    });
  }
  return found.filter(warning => warning !== undefined);
}

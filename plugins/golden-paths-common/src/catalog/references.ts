import {
  parseEntityRef,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import { formatField } from './EntityDocument';
import type { Finding } from './types';

interface ReferenceField {
  field: string;
  /** What a bare name means; without it the kind has to be written. */
  defaultKind?: string;
  /** Kinds it may name; any when left out. */
  kinds?: readonly string[];
}

const OWNERS = ['group', 'user'] as const;
const owner = { field: 'owner', defaultKind: 'group', kinds: OWNERS };
const system = { field: 'system', defaultKind: 'system', kinds: ['system'] };
const depends = [{ field: 'dependsOn' }, { field: 'dependencyOf' }];
const api = (field: string) => ({ field, defaultKind: 'api', kinds: ['api'] });
const group = (field: string) => ({
  field,
  defaultKind: 'group',
  kinds: ['group'],
});

/** The fields of `spec` that name other entities, as the catalog understands them. */
const fields: Readonly<Record<string, readonly ReferenceField[]>> = {
  api: [owner, system],
  component: [
    owner,
    system,
    { field: 'subcomponentOf', defaultKind: 'component', kinds: ['component'] },
    api('providesApis'),
    api('consumesApis'),
    ...depends,
  ],
  domain: [
    owner,
    { field: 'subdomainOf', defaultKind: 'domain', kinds: ['domain'] },
  ],
  group: [
    group('parent'),
    group('children'),
    { field: 'members', defaultKind: 'user', kinds: ['user'] },
  ],
  resource: [owner, system, ...depends],
  system: [
    owner,
    { field: 'domain', defaultKind: 'domain', kinds: ['domain'] },
  ],
  template: [owner],
  user: [group('memberOf')],
};

/** A reference that could be read, and where it stands. */
export interface Reference {
  ref: string;
  path: Finding['path'];
  isOwner: boolean;
}

/** Reads the references of an entity, and says which of them are none. */
export function readReferences(entity: Partial<Entity>): {
  references: Reference[];
  findings: Finding[];
} {
  const references: Reference[] = [];
  const findings: Finding[] = [];
  const { kind, metadata, spec } = entity;
  const known =
    typeof kind === 'string' && Object.hasOwn(fields, kind.toLowerCase())
      ? fields[kind.toLowerCase()]
      : [];
  const namespace =
    typeof metadata?.namespace === 'string' ? metadata.namespace : 'default';
  for (const { field, defaultKind, kinds } of known ?? []) {
    const value: unknown = spec?.[field];
    const texts: [unknown, Finding['path']][] = Array.isArray(value)
      ? value.map((text, at) => [text, ['spec', field, at]])
      : [[value, ['spec', field]]];
    for (const [text, path] of texts) {
      if (typeof text === 'string' && text !== '') {
        const read = readReference(text, { defaultKind, namespace, kinds });
        if ('ref' in read) {
          references.push({ ref: read.ref, path, isOwner: field === 'owner' });
        } else {
          findings.push({
            severity: 'error',
            path,
            message: `${formatField(path)} ${read.message}`,
            mend: read.mend,
          });
        }
      }
    }
  }
  return { references, findings };
}

function readReference(
  text: string,
  options: {
    defaultKind?: string;
    namespace: string;
    kinds?: readonly string[];
  },
): { ref: string } | { message: string; mend: string } {
  const { defaultKind, namespace, kinds } = options;
  let kind: string;
  let ref: string;
  try {
    const parsed = parseEntityRef(text, {
      ...(defaultKind && { defaultKind }),
      defaultNamespace: namespace,
    });
    kind = parsed.kind.toLowerCase();
    ref = stringifyEntityRef(parsed);
  } catch {
    return {
      message: `is no reference: ${text}.`,
      mend: defaultKind
        ? `Write a name, or ${defaultKind}:<namespace>/<name>.`
        : 'Write <kind>:<name> or <kind>:<namespace>/<name>, for example resource:orders-db.',
    };
  }
  return !kinds || kinds.includes(kind)
    ? { ref }
    : {
        message: `names a ${kind}, which it cannot be.`,
        mend: `Name a ${kinds.join(' or a ')}.`,
      };
}

import { parseOffering, type Offering } from '@cairn/plugin-claims-common';
import {
  OFFERING_LABEL,
  type KubernetesObject,
} from '@cairn/plugin-platform-common';
import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { compareText } from '../json';
import { tokenize } from '../placeholders/tokenize';
import type { Provisioner } from '../types';
import { DEFAULT_CLASS, SCORE_RESOURCES_ANNOTATION } from './annotations';
import { BUILT_IN_PROVISIONERS } from './builtIns';

const texts = z.record(z.string(), z.string());

const annotationSchema = z
  .array(
    z.strictObject({
      type: z.string().min(1),
      class: z.string().min(1).default(DEFAULT_CLASS),
      description: z.string().optional(),
      spec: z.record(z.string(), z.unknown()).default({}),
      outputs: texts.optional(),
      variables: texts.default({}),
    }),
  )
  .min(1);

type Entry = z.infer<typeof annotationSchema>[number];

/** What the platform offers to workloads, and what of it could not be understood. @public */
export interface Provisioners {
  /** By type and class. */
  items: Provisioner[];
  /** For the platform team: one sentence for each definition that offers nothing as it stands. */
  problems: string[];
}

function unavailableReason(
  xrd: KubernetesObject,
  offering: Offering,
): string | undefined {
  // A definition from a repository has no status; it is then taken at its word.
  const known = xrd.status !== undefined || offering.scope === 'Cluster';
  return known && !offering.available ? offering.reason : undefined;
}

/** Whether the Compositions make what an entry asks for, as far as they say. */
function isProvided(entry: Entry, offering: Offering): boolean {
  return Object.entries(offering.provided ?? {}).every(
    ([field, values]) =>
      entry.spec[field] === undefined ||
      values.includes(String(entry.spec[field])),
  );
}

function readEntries(text: string): Entry[] | string {
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    if (!(error instanceof YAMLParseError)) {
      throw error;
    }
    return 'is not YAML';
  }
  const result = annotationSchema.safeParse(value);
  if (!result.success) {
    const [issue] = result.error.issues;
    return `is not a list of resources: ${issue.path.join('.')} ${
      issue.message
    }`;
  }
  for (const { variables, outputs } of result.data) {
    const known = Object.keys(outputs ?? {});
    const unknown = Object.values(variables)
      .flatMap(tokenize)
      .find(it => it.kind === 'placeholder' && !known.includes(it.parts[0]));
    if (unknown?.kind === 'placeholder') {
      return `has a variable with ${unknown.raw}, which is none of its outputs`;
    }
  }
  return result.data;
}

function provisionerOf(entry: Entry, offering: Offering): Provisioner {
  const keys = offering.connectionKeys ?? [];
  const connectionKeys =
    entry.outputs ?? Object.fromEntries(keys.map(key => [key, key]));
  const description = entry.description ?? offering.description;
  return {
    type: entry.type,
    class: entry.class,
    title: offering.title,
    ...(description && { description }),
    by: {
      kind: 'claim',
      offering: offering.id,
      apiVersion: `${offering.group}/${offering.version}`,
      claimKind: offering.kind,
      specSchema: offering.specSchema,
      spec: entry.spec,
      connectionKeys,
      variables: entry.variables,
    },
    outputs: Object.keys(connectionKeys).sort(compareText),
  };
}

/**
 * What workloads can ask for: the Crossplane definitions that say so by the annotation
 * `score.cairn.dev/resources`, and what rendering makes by itself (dns, route, service, volume).
 *
 * @param options - The XRDs of a cluster or of a repository; Compositions, which may say by
 * `cairn.dev/provides` that they make only some of it.
 * @public
 */
export function provisionersOf(options: {
  xrds: readonly KubernetesObject[];
  compositions?: readonly KubernetesObject[];
}): Provisioners {
  const { xrds, compositions = [] } = options;
  const found = new Map(
    BUILT_IN_PROVISIONERS.map(it => [`${it.type}/${it.class}`, it]),
  );
  const problems: string[] = [];
  const inOrder = [...xrds].sort((a, b) =>
    compareText(a.metadata.name, b.metadata.name),
  );
  for (const xrd of inOrder) {
    const text = xrd.metadata.annotations?.[SCORE_RESOURCES_ANNOTATION];
    if (text === undefined) {
      continue;
    }
    const { name } = xrd.metadata;
    const offering = parseOffering({ cluster: '', xrd, compositions });
    const entries = readEntries(text);
    const reason = offering
      ? unavailableReason(xrd, offering)
      : `It lacks the label ${OFFERING_LABEL}, a kind or a served version.`;
    if (typeof entries === 'string') {
      problems.push(
        `${name} offers nothing to workloads: its annotation ${SCORE_RESOURCES_ANNOTATION} ${entries}.`,
      );
    } else if (!offering || reason !== undefined) {
      problems.push(`${name} offers nothing to workloads. ${reason}`);
    } else {
      for (const entry of entries.filter(it => isProvided(it, offering))) {
        const id = `${entry.type}/${entry.class}`;
        const taken = found.get(id);
        if (taken) {
          problems.push(
            `${name} offers ${id}, which ${
              taken.by.kind === 'claim' ? taken.by.offering : 'the renderer'
            } offers already.`,
          );
        } else {
          found.set(id, provisionerOf(entry, offering));
        }
      }
    }
  }
  const items = [...found.entries()]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, it]) => it);
  return { items, problems };
}

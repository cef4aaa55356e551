import { sortedEntries, type JsonObject } from '../json';
import type { ScoreContainer } from '../parse/workloadSchema';
import { substitutePlain } from '../placeholders/substitute';
import { tokenize } from '../placeholders/tokenize';
import type { FieldPath } from '../types';
import { metadataOf, type RenderContext } from './RenderContext';
import type { KubernetesObject } from '@cairn/plugin-platform-common';

type FileEntry = Exclude<
  NonNullable<ScoreContainer['files']>,
  unknown[]
>[string];
type VolumeEntry = Exclude<
  NonNullable<ScoreContainer['volumes']>,
  unknown[]
>[string];

/** What containers mount, gathered over all of a pod. */
export interface Mounts {
  /** `volumeMounts` by container. */
  byContainer: Map<string, JsonObject[]>;
  volumes: JsonObject[];
  /** For a StatefulSet. */
  volumeClaimTemplates: JsonObject[];
  configMap?: KubernetesObject;
}

interface Entry<T> {
  target: string;
  path: FieldPath;
  entry: T;
}

/** Files or volumes by target, whether written as a map or, the old way, as a list. */
function byTarget<T extends object>(
  given: Record<string, T> | (T & { target?: string })[] | undefined,
  path: FieldPath,
  { problems }: RenderContext,
): Entry<T>[] {
  const checked = (found: Entry<T>[]): Entry<T>[] => {
    for (const { target, path: at } of found) {
      if (!target.startsWith('/') || target.includes(':')) {
        problems.add(at, {
          at: 'key',
          message: `${target} is not an absolute path.`,
          mend: 'Begin the target with a slash, and use no colon.',
        });
      }
    }
    return found;
  };
  if (!Array.isArray(given)) {
    return checked(
      sortedEntries(given).map(([target, entry]) => ({
        target,
        path: [...path, target],
        entry,
      })),
    );
  }
  const found = new Map<string, Entry<T>>();
  for (const [index, entry] of given.entries()) {
    const { target } = entry;
    const at = [...path, index];
    if (target === undefined || target === '') {
      problems.add(at, {
        message: 'Nothing says where it is to be mounted.',
        mend: 'Add target, or write a map of targets instead of a list.',
      });
    } else if (found.has(target)) {
      problems.add([...at, 'target'], {
        message: `${target} is there twice.`,
        mend: 'Remove one of the two.',
      });
    } else {
      found.set(target, { target, path: at, entry });
    }
  }
  return checked(sortedEntries(Object.fromEntries(found)).map(([, it]) => it));
}

function fileText(
  { entry, path }: Entry<FileEntry>,
  context: RenderContext,
): string | undefined {
  const { files, problems, resources } = context;
  const { source, content, noExpand } = entry;
  const text =
    source === undefined || !Object.hasOwn(files, source)
      ? content
      : files[source];
  if (text === undefined) {
    problems.add([...path, 'source'], {
      message: `There is no file ${source}.`,
      mend: 'Add it beside the workload file, or write its content here.',
    });
    return undefined;
  }
  const field = source === undefined ? 'content' : 'source';
  return noExpand
    ? text
    : substitutePlain(text, [...path, field], resources.substitution);
}

/** The resource a volume's source names: `${resources.x}`, or its name alone. */
function volumeResource(source: string): string {
  const [token, ...more] = tokenize(source);
  return token?.kind === 'placeholder' &&
    more.length === 0 &&
    token.parts.length === 2 &&
    token.parts[0] === 'resources'
    ? token.parts[1]
    : source;
}

function keyFor(target: string, container: string, taken: string[]): string {
  const plain = `${container}${target.replace(/[^-._a-zA-Z0-9]+/g, '_')}`.slice(
    0,
    240,
  );
  let key = plain;
  for (let count = 2; taken.includes(key); count += 1) {
    key = `${plain}-${count}`;
  }
  return key;
}

function volumeOf(
  name: string,
  context: RenderContext,
): { volume?: JsonObject; template?: JsonObject } | undefined {
  const found = context.resources.items.find(it => it.name === name);
  if (found?.provisioner.type !== 'volume') {
    return undefined;
  }
  const { size = '1Gi', storageClass } = found.params;
  if (found.provisioner.class === 'ephemeral') {
    return { volume: { name, emptyDir: { sizeLimit: size } } };
  }
  const template = {
    metadata: { name, labels: { ...context.selector } },
    spec: {
      accessModes: ['ReadWriteOnce'],
      ...(storageClass !== undefined && { storageClassName: storageClass }),
      resources: { requests: { storage: size } },
    },
  };
  return { template };
}

/** What the containers mount: files by a ConfigMap, disks by their resources, and /tmp. */
export function renderMounts(context: RenderContext): Mounts {
  const { workload, problems, settings } = context;
  const configName = `${workload.metadata.name}-files`;
  const data: Record<string, string> = {};
  const binaryData: Record<string, string> = {};
  const items: JsonObject[] = [];
  const volumes = new Map<string, JsonObject>();
  const templates = new Map<string, JsonObject>();
  const byContainer = new Map<string, JsonObject[]>();

  for (const [name, container] of sortedEntries(workload.containers)) {
    const path = ['containers', name];
    const mounts = new Map<string, JsonObject>();
    const files = byTarget<FileEntry>(
      container.files,
      [...path, 'files'],
      context,
    );
    for (const file of files) {
      mounts.set(file.target, mountFile(name, file));
    }
    const disks = byTarget<VolumeEntry>(
      container.volumes,
      [...path, 'volumes'],
      context,
    );
    for (const disk of disks) {
      if (mounts.has(disk.target)) {
        problems.add(disk.path, {
          at: 'key',
          message: `${disk.target} is both a file and a volume.`,
          mend: 'Mount one of the two elsewhere.',
        });
      }
      mounts.set(disk.target, mountDisk(disk));
    }
    if (!mounts.has('/tmp')) {
      mounts.set('/tmp', { name: 'cairn-tmp', mountPath: '/tmp' });
      volumes.set('cairn-tmp', { name: 'cairn-tmp', emptyDir: {} });
    }
    byContainer.set(
      name,
      sortedEntries(Object.fromEntries(mounts)).map(([, it]) => it),
    );
  }
  if (items.length > 0) {
    volumes.set('cairn-files', {
      name: 'cairn-files',
      configMap: { name: configName, items },
    });
  }
  const values = <T>(map: Map<string, T>): T[] =>
    sortedEntries(Object.fromEntries(map)).map(([, it]) => it);
  return {
    byContainer,
    volumes: values(volumes),
    volumeClaimTemplates: values(templates),
    ...(items.length > 0 && {
      configMap: {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: metadataOf(context, configName),
        ...(Object.keys(data).length > 0 && { data }),
        ...(Object.keys(binaryData).length > 0 && { binaryData }),
      },
    }),
  };

  function mountFile(container: string, file: Entry<FileEntry>): JsonObject {
    const { target, entry } = file;
    const taken = [...Object.keys(data), ...Object.keys(binaryData)];
    const key = keyFor(target, container, taken);
    if (entry.binaryContent === undefined) {
      data[key] = fileText(file, context) ?? '';
    } else {
      binaryData[key] = entry.binaryContent;
    }
    const mode =
      entry.mode === undefined ? undefined : Number.parseInt(entry.mode, 8);
    items.push({ key, path: key, ...(mode !== undefined && { mode }) });
    return {
      name: 'cairn-files',
      mountPath: target,
      subPath: key,
      readOnly: true,
    };
  }

  function mountDisk({ target, path, entry }: Entry<VolumeEntry>): JsonObject {
    const name = volumeResource(entry.source);
    const made = volumeOf(name, context);
    if (!made) {
      const wanted = workload.resources?.[name];
      if (wanted === undefined || wanted.type !== 'volume') {
        problems.add([...path, 'source'], {
          message: `${entry.source} is not a resource of the type volume.`,
          mend: `Add a resource of the type volume and refer to it as \${resources.<name>}.`,
        });
      }
    } else if (made.volume) {
      volumes.set(`resource-${name}`, made.volume);
    } else if (made.template && settings.kind === 'StatefulSet') {
      templates.set(name, made.template);
    } else {
      problems.add([...path, 'source'], {
        message: `A ${settings.kind} cannot keep a disk of its own.`,
        mend: 'Annotate the workload with score.cairn.dev/kind: StatefulSet, or give the volume the class ephemeral.',
      });
    }
    return {
      name,
      mountPath: target,
      ...(entry.path !== undefined && {
        subPath: entry.path.replace(/^\/+/, ''),
      }),
      ...(entry.readOnly !== undefined && { readOnly: entry.readOnly }),
    };
  }
}

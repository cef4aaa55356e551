import { ApiError } from '../../errors';
import type { KubeObject } from '../../types';
import { WireReader } from './WireReader';
import wire from './messages.json';

/**
 * `messages.json` is derived from the published `generated.proto` files of
 * Kubernetes 1.36 (Apache-2.0). A message is written as
 * `number:name:flag:type …`; flags: r repeated, m map, i inlined into its parent.
 */
const MESSAGES: Record<string, string> = wire.messages;
const KINDS: Record<string, string> = wire.kinds;

/** Media type of the encoding. */
export const PROTOBUF = 'application/vnd.kubernetes.protobuf';

/** Opens every body in this encoding. */
const MAGIC = Buffer.from([0x6b, 0x38, 0x73, 0x00]);

/** Optional numbers for which 0 says something. */
const ZERO_COUNTS = new Set([
  'replicas',
  'minReplicas',
  'parallelism',
  'completions',
  'backoffLimit',
  'ttlSecondsAfterFinished',
  'revisionHistoryLimit',
  'terminationGracePeriodSeconds',
  'gracePeriodSeconds',
  'runAsUser',
  'runAsGroup',
  'fsGroup',
  'partition',
]);

interface Field {
  name: string;
  flag: string;
  type: string;
}

type Fields = Record<string, unknown>;

const parsedMessages = new Map<string, Map<number, Field>>();

function messageOf(type: string): Map<number, Field> | undefined {
  let message = parsedMessages.get(type);
  const text = MESSAGES[type];
  if (!message && text !== undefined) {
    message = new Map(
      text
        .split(' ')
        .filter(Boolean)
        .map(part => {
          const [number, name, flag, fieldType] = part.split(':');
          return [Number(number), { name, flag, type: fieldType }];
        }),
    );
    parsedMessages.set(type, message);
  }
  return message;
}

/**
 * Decodes a body in Kubernetes' binary encoding, which typed Go clients prefer
 * for built-in kinds.
 *
 * @throws ApiError 400 for broken bytes, 415 for kinds without a known encoding
 */
export function decodeProtobuf(body: Buffer): KubeObject {
  try {
    if (!body.subarray(0, 4).equals(MAGIC)) throw new RangeError('no prefix');
    const envelope = new WireReader(body.subarray(4));
    let apiVersion = '';
    let kind = '';
    let raw: Uint8Array = new Uint8Array();
    for (let field = envelope.next(); field; field = envelope.next()) {
      if (field.number === 1) {
        const meta = decodeMessage('runtime.TypeMeta', envelope.bytes());
        apiVersion = String(meta.apiVersion ?? '');
        kind = String(meta.kind ?? '');
      } else if (field.number === 2) {
        raw = envelope.bytes();
      } else {
        envelope.skip(field.wireType);
      }
    }
    // Options of a delete go by the group of the object.
    const type =
      kind === 'DeleteOptions'
        ? KINDS['v1/DeleteOptions']
        : KINDS[`${apiVersion}/${kind}`];
    if (!type) {
      throw ApiError.unsupportedMediaType([
        'application/json',
        'application/yaml',
      ]);
    }
    const object = decodeMessage(type, raw);
    return {
      apiVersion,
      kind,
      ...object,
      metadata: (object.metadata ?? {}) as KubeObject['metadata'],
    };
  } catch (error) {
    if (error instanceof RangeError) {
      throw ApiError.badRequest(
        'provided data does not appear to be a protobuf message',
      );
    }
    throw error;
  }
}

function decodeMessage(type: string, bytes: Uint8Array): Fields {
  const message =
    type === 'runtime.TypeMeta'
      ? new Map<number, Field>([
          [1, { name: 'apiVersion', flag: '', type: 'string' }],
          [2, { name: 'kind', flag: '', type: 'string' }],
        ])
      : messageOf(type);
  const result: Fields = {};
  const reader = new WireReader(bytes);
  for (let field = reader.next(); field; field = reader.next()) {
    const known = message?.get(field.number);
    if (!known) {
      reader.skip(field.wireType);
      continue;
    }
    const { name, flag } = known;
    if (flag === 'm') {
      const [key, value] = decodeEntry(known.type, reader.bytes());
      result[name] = { ...(result[name] as Fields | undefined), [key]: value };
    } else if (flag === 'r') {
      const list = (result[name] ?? []) as unknown[];
      list.push(decodeValue(known.type, reader));
      result[name] = list;
    } else if (flag === 'i') {
      Object.assign(result, decodeValue(known.type, reader));
    } else {
      const value = decodeValue(known.type, reader);
      const unset =
        value === undefined ||
        value === '' ||
        (value === 0 && !ZERO_COUNTS.has(name));
      if (!unset) result[name] = value;
    }
  }
  return result;
}

function decodeEntry(type: string, bytes: Uint8Array): [string, unknown] {
  const reader = new WireReader(bytes);
  let key = '';
  let value: unknown = type === 'string' || type === 'bytes' ? '' : {};
  for (let field = reader.next(); field; field = reader.next()) {
    if (field.number === 1) key = reader.text();
    else value = decodeValue(type, reader);
  }
  return [key, value];
}

function decodeValue(type: string, reader: WireReader): unknown {
  switch (type) {
    case 'string':
      return reader.text();
    case 'bytes':
      return Buffer.from(reader.bytes()).toString('base64');
    case 'bool':
      return reader.varint() !== 0n;
    case 'int32':
    case 'int64':
    case 'uint32':
    case 'uint64':
      return Number(BigInt.asIntN(64, reader.varint()));
    case 'time':
    case 'microtime':
      return decodeTime(reader.bytes(), type === 'microtime');
    case 'quantity':
      return decodeNumbered(reader.bytes()).get(1) ?? '0';
    case 'intOrString': {
      const parts = decodeNumbered(reader.bytes());
      return parts.get(1) === 1 ? parts.get(3) ?? '' : parts.get(2) ?? 0;
    }
    case 'fieldsV1':
    case 'raw': {
      const text = decodeNumbered(reader.bytes()).get(1);
      return typeof text === 'string' ? (JSON.parse(text) as unknown) : {};
    }
    default: {
      const fields = decodeMessage(type, reader.bytes());
      // Lists wrapped in a message of their own, such as `ExtraValue`.
      return type.endsWith('.ExtraValue') ? fields.items ?? [] : fields;
    }
  }
}

/** Scalars by field number. */
function decodeNumbered(bytes: Uint8Array): Map<number, string | number> {
  const reader = new WireReader(bytes);
  const parts = new Map<number, string | number>();
  for (let field = reader.next(); field; field = reader.next()) {
    if (field.wireType === 2) parts.set(field.number, reader.text());
    else {
      parts.set(field.number, Number(BigInt.asIntN(64, reader.varint())));
    }
  }
  return parts;
}

function decodeTime(bytes: Uint8Array, micro: boolean): string | undefined {
  if (bytes.length === 0) return undefined;
  const parts = decodeNumbered(bytes);
  const seconds = Number(parts.get(1) ?? 0);
  const text = new Date(seconds * 1000).toISOString().slice(0, 19);
  if (!micro) return `${text}Z`;
  const micros = Math.floor(Number(parts.get(2) ?? 0) / 1000);
  return `${text}.${String(micros).padStart(6, '0')}Z`;
}

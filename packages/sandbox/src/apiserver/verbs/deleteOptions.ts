import { mediaTypeOf, parseJson, parseYamlBody } from '../http/decodeBody';
import { decodeProtobuf, PROTOBUF } from '../http/protobuf/decodeProtobuf';
import { ApiError } from '../errors';
import { invalidOption, readDryRun } from './writeOptions';

/** What becomes of the dependents. */
export type PropagationPolicy = 'Background' | 'Foreground' | 'Orphan';

/** `metav1.DeleteOptions`, as far as they matter here. */
export interface DeleteOptions {
  dryRun: boolean;
  /** Unset: as the finalizers say, else background. */
  propagationPolicy?: PropagationPolicy;
  preconditions: { uid?: string; resourceVersion?: string };
  /** Unset: as the object says. */
  gracePeriodSeconds?: number;
}

const KIND = 'DeleteOptions';
const UNREADABLE = "couldn't get version/kind; json parse error: ";

/**
 * Reads the options from body and query; a body wins.
 *
 * @throws ApiError 400, 415 or 422
 */
export function readDeleteOptions(
  query: URLSearchParams,
  body: Buffer,
  contentType: string | undefined,
): DeleteOptions {
  const given = body.length > 0 ? parseBody(body, contentType) : undefined;
  const policy =
    given?.propagationPolicy ??
    orphanPolicy(given?.orphanDependents) ??
    query.get('propagationPolicy') ??
    orphanPolicy(query.get('orphanDependents'));
  if (
    policy !== undefined &&
    policy !== '' &&
    !['Background', 'Foreground', 'Orphan'].includes(String(policy))
  ) {
    throw invalidOption(
      KIND,
      'propagationPolicy',
      'FieldValueNotSupported',
      `Unsupported value: "${String(
        policy,
      )}": supported values: "Foreground", "Background", "Orphan", "nil"`,
    );
  }
  if (
    typeof given?.orphanDependents === 'boolean' &&
    given.propagationPolicy !== undefined
  ) {
    throw invalidOption(
      KIND,
      'propagationPolicy',
      'FieldValueInvalid',
      `Invalid value: ${JSON.stringify(
        given.propagationPolicy,
      )}: orphanDependents and deletionPropagation cannot be both set`,
    );
  }
  const preconditions = (given?.preconditions ??
    {}) as DeleteOptions['preconditions'];
  const graceText =
    given?.gracePeriodSeconds ?? query.get('gracePeriodSeconds');
  const grace =
    graceText === undefined || graceText === null
      ? undefined
      : Math.max(Number(graceText) || 0, 0);
  const dryRun = Array.isArray(given?.dryRun)
    ? given.dryRun.map(String)
    : query.getAll('dryRun');
  return {
    dryRun: readDryRun(KIND, dryRun),
    ...(policy && { propagationPolicy: policy as PropagationPolicy }),
    preconditions,
    ...(grace !== undefined && { gracePeriodSeconds: grace }),
  };
}

function orphanPolicy(value: unknown): PropagationPolicy | undefined {
  if (value === true || value === 'true') return 'Orphan';
  if (value === false || value === 'false') return 'Background';
  return undefined;
}

function parseBody(
  body: Buffer,
  contentType: string | undefined,
): Record<string, unknown> {
  const mediaType = mediaTypeOf(contentType);
  const text = body.toString('utf8');
  if (mediaType === 'application/yaml') {
    return (parseYamlBody(text).value ?? {}) as Record<string, unknown>;
  }
  if (mediaType === PROTOBUF) return decodeProtobuf(body);
  if (mediaType !== '' && mediaType !== 'application/json') {
    throw ApiError.unsupportedMediaType([
      'application/json',
      'application/yaml',
      'application/vnd.kubernetes.protobuf',
    ]);
  }
  return (parseJson(text, UNREADABLE).value ?? {}) as Record<string, unknown>;
}

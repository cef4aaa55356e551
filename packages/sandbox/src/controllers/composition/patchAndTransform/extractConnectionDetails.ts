import type { JsonObject } from '../../runtime';
import { getFieldPath } from '../fieldpath/FieldPath';
import { goJson } from '../go/goJson';
import type { ConnectionDetail } from './input';

/** Keys and values of a connection, as text. Values are secret: never log them. */
export type ConnectionDetails = Record<string, string>;

/** Collects the connection details of an observed resource. What is missing is left out without a word. */
export function extractConnectionDetails(
  observed: JsonObject,
  secret: ConnectionDetails,
  details: readonly ConnectionDetail[],
): ConnectionDetails {
  const result: ConnectionDetails = {};
  for (const detail of details) {
    const { name = '' } = detail;
    const value = read(observed, secret, detail);
    if (value !== undefined) result[name] = value;
  }
  return result;
}

function read(
  observed: JsonObject,
  secret: ConnectionDetails,
  detail: ConnectionDetail,
): string | undefined {
  switch (detail.type) {
    case 'FromValue':
      return detail.value;
    case 'FromConnectionSecretKey': {
      const key = detail.fromConnectionSecretKey ?? '';
      return Object.hasOwn(secret, key) ? secret[key] : undefined;
    }
    default:
      try {
        const value = getFieldPath(observed, detail.fromFieldPath ?? '');
        return typeof value === 'string' ? value : goJson(value);
      } catch {
        return undefined;
      }
  }
}

import { parseEntityRef } from '@backstage/catalog-model';

/** The short name of an entity reference: `group:default/payments` becomes `payments`. */
export function refName(ref: string): string {
  try {
    return parseEntityRef(ref).name;
  } catch {
    return ref;
  }
}

/** `3 databases`, `1 database`, with thousands separators. */
export function countOf(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`;
}

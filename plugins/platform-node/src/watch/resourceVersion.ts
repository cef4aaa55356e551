const DECIMAL = /^(0|[1-9][0-9]*)$/;

/**
 * Orders two resource versions as numbers of any size, as Kubernetes has promised since 1.35
 * (KEP-5504).
 *
 * @returns negative, zero or positive; undefined when one of them is no decimal number and nothing
 * can be said about their order.
 */
export function compareResourceVersions(
  a: string | undefined,
  b: string | undefined,
): number | undefined {
  if (
    a === undefined ||
    b === undefined ||
    !DECIMAL.test(a) ||
    !DECIMAL.test(b)
  ) {
    return undefined;
  }
  if (a.length !== b.length) {
    return a.length - b.length;
  }
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}

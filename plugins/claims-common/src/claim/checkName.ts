const LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

/** Crossplane's CRDs limit `metadata.name` of composites to what a label value can hold. */
const MAX_LENGTH = 63;

/**
 * What is wrong with the name of a claim, in a sentence with the mend.
 *
 * @remarks
 * Narrower than the cluster, which also takes dots: the name becomes part of names of composed
 * resources and of DNS labels.
 *
 * @returns undefined for a good name.
 * @public
 */
export function checkName(name: string): string | undefined {
  if (name === '') {
    return 'Give it a name.';
  }
  if (name.length > MAX_LENGTH) {
    return `Use at most ${MAX_LENGTH} characters; this name has ${name.length}.`;
  }
  if (/[A-Z]/.test(name) && LABEL.test(name.toLowerCase())) {
    return `Use lower-case letters: ${name.toLowerCase()}.`;
  }
  const odd = /[^a-z0-9-]/u.exec(name)?.[0];
  if (odd !== undefined) {
    const shown = odd === ' ' ? 'a space' : `"${odd}"`;
    return `Use lower-case letters, digits and dashes only; this name has ${shown}.`;
  }
  if (!LABEL.test(name)) {
    return 'Begin and end with a letter or a digit.';
  }
  return undefined;
}

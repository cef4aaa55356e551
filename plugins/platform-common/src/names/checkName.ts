const MAX_LABEL = 63;
const MAX_SUBDOMAIN = 253;

/** What is wrong with a name, and one that would do. @public */
export interface NameProblem {
  /** One sentence: what is wrong and how to mend it. */
  message: string;
  /** The nearest name that is allowed, where there is one. */
  suggestion?: string;
}

function suggest(name: string, maxLength: number, allowDots: boolean): string {
  const allowed = allowDots ? /[^a-z0-9.-]+/g : /[^a-z0-9-]+/g;
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(allowed, '-')
    .slice(0, maxLength);
  return allowDots
    ? plain
        .split('.')
        .map(part => trimDashes(part.slice(0, MAX_LABEL)))
        .filter(part => part !== '')
        .join('.')
    : trimDashes(plain);
}

// Written without a regular expression that could take quadratic time on long runs of dashes.
function trimDashes(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text[start] === '-') {
    start += 1;
  }
  while (end > start && text[end - 1] === '-') {
    end -= 1;
  }
  return text.slice(start, end);
}

function problem(
  message: string,
  name: string,
  maxLength: number,
  allowDots: boolean,
): NameProblem {
  const suggestion = suggest(name, maxLength, allowDots);
  return suggestion === '' || suggestion === name
    ? { message }
    : { message, suggestion };
}

/**
 * Checks a name against RFC 1123 as Kubernetes understands a label (`isDns1123Label`): at most 63
 * lower-case letters, digits and dashes, a letter or digit at both ends.
 *
 * @param maxLength - For kinds that allow less.
 * @returns undefined when the name may be used.
 * @public
 */
export function checkLabelName(
  name: string,
  maxLength: number = MAX_LABEL,
): NameProblem | undefined {
  const fail = (message: string) => problem(message, name, maxLength, false);
  if (name === '') {
    return { message: 'Give it a name.' };
  }
  if (name.length > maxLength) {
    return fail(
      `The name is ${name.length} characters long; shorten it to at most ${maxLength}.`,
    );
  }
  if (/[A-Z]/.test(name)) {
    return fail('Use small letters only.');
  }
  if (!/^[a-z0-9-]+$/.test(name)) {
    return fail('Use letters a to z, digits and dashes only.');
  }
  if (name.startsWith('-') || name.endsWith('-')) {
    return fail('Begin and end with a letter or a digit, not with a dash.');
  }
  return undefined;
}

/**
 * Checks a name against RFC 1123 as Kubernetes understands a subdomain (`isDns1123Subdomain`): parts
 * like labels of any length, joined by dots, at most 253 characters together.
 *
 * @returns undefined when the name may be used.
 * @public
 */
export function checkSubdomainName(
  name: string,
  maxLength: number = MAX_SUBDOMAIN,
): NameProblem | undefined {
  const fail = (message: string) => problem(message, name, maxLength, true);
  if (name === '') {
    return { message: 'Give it a name.' };
  }
  if (name.length > maxLength) {
    return fail(
      `The name is ${name.length} characters long; shorten it to at most ${maxLength}.`,
    );
  }
  if (/[A-Z]/.test(name)) {
    return fail('Use small letters only.');
  }
  if (!/^[a-z0-9.-]+$/.test(name)) {
    return fail('Use letters a to z, digits, dashes and dots only.');
  }
  if (
    name
      .split('.')
      .some(part => part === '' || part.startsWith('-') || part.endsWith('-'))
  ) {
    return fail(
      'Begin and end with a letter or a digit, before and after each dot as well.',
    );
  }
  return undefined;
}

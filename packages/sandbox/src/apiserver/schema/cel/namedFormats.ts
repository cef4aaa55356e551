import { isDate, isDateTime } from '../formats';
import { patternFinds } from '../regularExpression';

const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const qualifiedPart = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';

interface Shape {
  pattern?: string;
  longest?: number;
  test?: (text: string) => boolean;
  problem: string;
}

const dns1123Label: Shape = {
  pattern: `^${label}$`,
  longest: 63,
  problem:
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
};
const dns1123Subdomain: Shape = {
  pattern: `^${label}(\\.${label})*$`,
  longest: 253,
  problem:
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
};
const dns1035Label: Shape = {
  pattern: '^[a-z]([-a-z0-9]*[a-z0-9])?$',
  longest: 63,
  problem:
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
};

/** Some names may end in a dash when a suffix is still to come. */
function prefix(shape: Shape): Shape {
  return {
    ...shape,
    pattern: shape.pattern?.replace(/\$$/, '-?$'),
  };
}

const shapes: Record<string, Shape> = {
  dns1123Label,
  dns1123Subdomain,
  dns1035Label,
  dns1123LabelPrefix: prefix(dns1123Label),
  dns1123SubdomainPrefix: prefix(dns1123Subdomain),
  dns1035LabelPrefix: prefix(dns1035Label),
  qualifiedName: {
    pattern: `^(${label}(\\.${label})*/)?${qualifiedPart}$`,
    longest: 317,
    problem: 'name part must consist of alphanumeric characters',
  },
  labelValue: {
    pattern: `^(${qualifiedPart})?$`,
    longest: 63,
    problem:
      'a valid label must be an empty string or consist of alphanumeric characters',
  },
  uri: { test: text => URL.canParse(text), problem: 'must be a URI' },
  uuid: {
    pattern:
      '(?i)^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
    problem: 'must be a UUID',
  },
  byte: {
    pattern: '^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$',
    problem: 'must be base64',
  },
  date: { test: isDate, problem: 'must be a date' },
  datetime: { test: isDateTime, problem: 'must be a date and time' },
};

/** A format that rules check texts against: `format.dns1123Label()`. */
export class CelFormat {
  constructor(private readonly shape: Shape) {}

  /** What is wrong with the text; empty if it fits. */
  problems(text: string): string[] {
    const { pattern, longest = Infinity, test, problem } = this.shape;
    const problems: string[] = [];
    if (text.length > longest) {
      problems.push(`must be no more than ${longest} bytes`);
    }
    if ((pattern && !patternFinds(pattern, text)) || test?.(text) === false) {
      problems.push(problem);
    }
    return problems;
  }
}

/** Names of all formats. */
export const formatNames = Object.keys(shapes);

/** The format of that name, if there is one. */
export function namedFormat(name: string): CelFormat | undefined {
  return Object.hasOwn(shapes, name) ? new CelFormat(shapes[name]) : undefined;
}

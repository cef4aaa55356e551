import { RE2JS } from 're2js';
import { invalid, required } from './FieldError';
import type { Transform } from './input';

const CONVERT_TYPES = [
  'string',
  'bool',
  'int',
  'int64',
  'float64',
  'object',
  'array',
];
const CONVERT_FORMATS = ['none', 'quantity', 'json'];

const CHECKS: Record<string, (transform: Transform, path: string) => void> = {
  math({ math = {} }, path) {
    const { type } = math;
    if (!type)
      throw required(`${path}.type`, 'math transform type is required');
    const needs: Record<
      string,
      ['multiply' | 'clampMin' | 'clampMax', string]
    > = {
      Multiply: ['multiply', 'multiply'],
      ClampMin: ['clampMin', 'clamp min'],
      ClampMax: ['clampMax', 'clamp max'],
    };
    if (!Object.hasOwn(needs, type)) {
      throw invalid(`${path}.type`, type, 'unknown math transform type');
    }
    const [field, words] = needs[type];
    if (math[field] === undefined) {
      throw required(
        `${path}.${field}`,
        `must specify a value if a ${words} math transform is specified`,
      );
    }
  },
  map({ map = {} }, path) {
    if (Object.keys(map).length === 0) {
      throw required(
        `${path}.pairs`,
        'at least one pair must be specified if a map transform is specified',
      );
    }
  },
  match({ match = {} }, path) {
    if (!match.patterns?.length) {
      throw required(
        `${path}.patterns`,
        'at least one pattern must be specified if a match transform is specified',
      );
    }
    match.patterns.forEach((pattern, index) => {
      const at = `${path}.patterns[${index}]`;
      const { type = '' } = pattern;
      if (type === 'literal' || type === '') {
        if (pattern.literal === undefined) {
          throw required(
            `${at}.literal`,
            'literal pattern type requires a literal',
          );
        }
      } else if (type === 'regexp') {
        if (pattern.regexp === undefined) {
          throw required(
            `${at}.regexp`,
            'regexp pattern type requires a regexp',
          );
        }
        checkRegexp(pattern.regexp, `${at}.regexp`);
      } else {
        throw invalid(`${at}.type`, type, 'unknown pattern type');
      }
    });
  },
  string({ string = {} }, path) {
    const { type } = string;
    if (!type)
      throw required(`${path}.type`, 'string transform type is required');
    switch (type) {
      case 'Format':
        if (string.fmt === undefined) {
          throw required(`${path}.fmt`, 'format transform requires a format');
        }
        return;
      case 'Convert':
        if (string.convert === undefined) {
          throw required(
            `${path}.convert`,
            'convert transform requires a conversion type',
          );
        }
        return;
      case 'TrimPrefix':
      case 'TrimSuffix':
        if (string.trim === undefined) {
          throw required(
            `${path}.trim`,
            'trim transform requires a trim value',
          );
        }
        return;
      case 'Regexp':
        if (!string.regexp) {
          throw required(
            `${path}.regexp`,
            'regexp transform requires a regexp',
          );
        }
        if (!string.regexp.match) {
          throw required(
            `${path}.regexp.match`,
            'regexp transform requires a match',
          );
        }
        checkRegexp(string.regexp.match, `${path}.regexp.match`);
        return;
      case 'Join':
        if (!string.join)
          throw required(`${path}.join`, 'join transform requires a join');
        return;
      case 'Replace':
        if (!string.replace) {
          throw required(
            `${path}.replace`,
            'replace transform requires a replace',
          );
        }
        if (!string.replace.search) {
          throw required(
            `${path}.replace.search`,
            'replace transform requires a search',
          );
        }
        return;
      default:
        throw invalid(`${path}.type`, type, 'unknown string transform type');
    }
  },
  convert({ convert = {} }, path) {
    const { toType = '', format = 'none' } = convert;
    if (!CONVERT_FORMATS.includes(format)) {
      throw invalid(`${path}.format`, format, 'invalid format');
    }
    if (!CONVERT_TYPES.includes(toType)) {
      throw invalid(`${path}.toType`, toType, 'invalid type');
    }
  },
};

/** Checks one transform. @throws FieldError naming the field */
export function validateTransform(transform: Transform, path: string): void {
  const { type = '' } = transform;
  const check = Object.hasOwn(CHECKS, type) ? CHECKS[type] : undefined;
  if (!check) throw invalid(`${path}.type`, type, 'unknown transform type');
  if (transform[type as keyof Transform] === undefined) {
    throw required(
      `${path}.${type}`,
      `given transform type ${type} requires configuration`,
    );
  }
  check(transform, `${path}.${type}`);
}

function checkRegexp(pattern: string, path: string): void {
  try {
    RE2JS.compile(pattern);
  } catch {
    throw invalid(path, pattern, 'invalid regexp');
  }
}

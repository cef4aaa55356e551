import {
  apiEntityV1alpha1Validator,
  componentEntityV1alpha1Validator,
  domainEntityV1alpha1Validator,
  entitySchemaValidator,
  groupEntityV1alpha1Validator,
  locationEntityV1alpha1Validator,
  resourceEntityV1alpha1Validator,
  systemEntityV1alpha1Validator,
  userEntityV1alpha1Validator,
  type Entity,
} from '@backstage/catalog-model';
import { isError } from '@backstage/errors';
import { formatField } from './EntityDocument';
import type { Finding } from './types';

type Path = (string | number)[];
type Check = (value: unknown) => Promise<unknown>;

const kinds = {
  api: apiEntityV1alpha1Validator,
  component: componentEntityV1alpha1Validator,
  domain: domainEntityV1alpha1Validator,
  group: groupEntityV1alpha1Validator,
  location: locationEntityV1alpha1Validator,
  resource: resourceEntityV1alpha1Validator,
  system: systemEntityV1alpha1Validator,
  user: userEntityV1alpha1Validator,
};

/** More than so many problems of one entity help nobody. */
const MAX_FINDINGS = 20;

/** What may stand for a field that is missing, so that the next problem is found. */
const STAND_INS: readonly unknown[] = ['stand-in', [], {}];

interface Issue {
  /** Where the schema complains. */
  path: Path;
  /** The field it is about: below `path` for one that is missing or one too many. */
  target: Path;
  kind: 'missing' | 'unknown' | 'wrong';
  text: string;
}

/** The catalog's validators throw their first problem as a text: `/spec must have … - key: value`. */
function readIssue(error: unknown, value: unknown): Issue | undefined {
  const message = isError(error) ? error.message : '';
  const [, pointer, text = '', detail = ''] =
    /^(<root>|\/\S*) (.*?)(?: - (\w+: .*))?$/s.exec(message) ?? [];
  if (pointer === undefined) {
    return undefined;
  }
  const path: Path = [];
  let at = value;
  for (const part of pointer === '<root>' ? [] : pointer.slice(1).split('/')) {
    const key = part.replace(/~1/g, '/').replace(/~0/g, '~');
    path.push(Array.isArray(at) ? Number(key) : key);
    at = (at as Record<string, unknown> | undefined)?.[key];
  }
  const [, missing] = /^missingProperty: (.+)$/.exec(detail) ?? [];
  const [, unknown] = /^additionalProperty: (.+)$/.exec(detail) ?? [];
  if (missing !== undefined) {
    return { path, target: [...path, missing], kind: 'missing', text };
  }
  if (unknown !== undefined) {
    return { path, target: [...path, unknown], kind: 'unknown', text };
  }
  return { path, target: path, kind: 'wrong', text };
}

function describe({ kind, target, text }: Issue): Finding {
  const field = formatField(target);
  const base = { severity: 'error', path: target } as const;
  switch (kind) {
    case 'missing':
      return {
        ...base,
        message: `${field} is missing.`,
        mend: `Add the field ${String(target.at(-1))}.`,
      };
    case 'unknown':
      return {
        ...base,
        atKey: true,
        message: `The catalog knows no field ${field}.`,
        mend: 'Remove it, or put it into spec or an annotation.',
      };
    default:
      return /fewer than 1 char/.test(text)
        ? { ...base, message: `${field} is empty.`, mend: 'Give it a value.' }
        : {
            ...base,
            message: `${field || 'The document'} ${text
              .replace(/\bNOT\b/g, 'not')
              .replace(
                /^must be equal to one of the allowed values$/,
                'has a value the catalog does not know',
              )}.`,
            mend: 'Change it to what the catalog expects.',
          };
  }
}

/** Puts a value where a path leads; undefined takes it away. */
function put(root: unknown, path: Path, value: unknown): void {
  const parent = path
    .slice(0, -1)
    .reduce<unknown>(
      (at, part) => (at as Record<string | number, unknown>)?.[part],
      root,
    );
  const last = path.at(-1);
  if (typeof parent !== 'object' || parent === null || last === undefined) {
    return;
  }
  if (value !== undefined) {
    Object.defineProperty(parent, last, {
      value,
      configurable: true,
      enumerable: true,
      writable: true,
    });
  } else if (Array.isArray(parent)) {
    parent.splice(Number(last), 1);
  } else {
    delete (parent as Record<string, unknown>)[last];
  }
}

/**
 * Every problem a validator has, although it says one at a time: each is mended in a copy, and asked
 * again. What only comes of the mending is not said.
 */
async function allIssues(check: Check, entity: unknown): Promise<Finding[]> {
  const copy = structuredClone(entity);
  const findings: Finding[] = [];
  const mended = new Map<string, number>();
  for (let round = 0; round < MAX_FINDINGS * 2; round++) {
    let issue: Issue | undefined;
    try {
      await check(copy);
      return findings;
    } catch (error) {
      issue = readIssue(error, copy);
    }
    if (!issue || issue.target.length === 0) {
      if (issue) {
        findings.push(describe(issue));
      }
      return findings;
    }
    const key = JSON.stringify(issue.target);
    const known = mended.get(key);
    if (known === undefined) {
      findings.push(describe(issue));
    }
    const isGone = issue.kind === 'missing' || known !== undefined;
    const standIn = isGone ? STAND_INS[known ?? 0] : undefined;
    if (
      findings.length >= MAX_FINDINGS ||
      (isGone && standIn === undefined) ||
      typeof issue.target.at(-1) === 'number'
    ) {
      return findings;
    }
    put(copy, issue.target, structuredClone(standIn));
    mended.set(key, isGone ? (known ?? 0) + 1 : 0);
  }
  return findings;
}

/** What the schemas of the catalog itself find wrong: the outline of an entity, then that of its kind. */
export async function schemaFindings(value: unknown): Promise<Finding[]> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [
      {
        severity: 'error',
        path: [],
        message: 'The document is no entity.',
        mend: 'Describe an entity: apiVersion, kind, metadata and spec.',
      },
    ];
  }
  const outline = entitySchemaValidator();
  const findings = await allIssues(async it => outline(it), value);
  const { kind, apiVersion } = value as Partial<Entity>;
  const validator =
    typeof kind === 'string' && Object.hasOwn(kinds, kind.toLowerCase())
      ? kinds[kind.toLowerCase() as keyof typeof kinds]
      : undefined;
  if (!validator || findings.some(({ path }) => path.length < 2)) {
    return findings;
  }
  const ofKind = await allIssues(async it => {
    if (!(await validator.check(it as Entity))) {
      throw new TypeError('no such version');
    }
  }, value);
  const known = new Set(findings.map(({ path }) => JSON.stringify(path)));
  const version: Finding[] = /^backstage\.io\/v1(alpha1|beta1)$/.test(
    String(apiVersion),
  )
    ? []
    : [
        {
          severity: 'error',
          path: ['apiVersion'],
          message: `The catalog knows no ${kind} of version ${String(
            apiVersion,
          )}.`,
          mend: 'Write backstage.io/v1alpha1.',
        },
      ];
  return [
    ...findings,
    ...version,
    ...ofKind.filter(({ path }) => !known.has(JSON.stringify(path))),
  ];
}

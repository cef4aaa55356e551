import type { z } from 'zod';
import { resolveCommit } from '../commands/refs';
import { type Reply, type Request, readBody } from '../http/Request';
import { HostError, type HostContext, notFound } from '../services/HostContext';
import { requireRepository } from '../services/repositories';
import type { Account } from '../types';

/** Who asks; 401 for nobody. */
export function requireAccount(request: Request): Account {
  if (!request.account) throw new HostError(401, 'token is required');
  return request.account;
}

/** The repository in the path, if the asker may do this with it. */
export function repositoryOf(
  host: HostContext,
  request: Request,
  need: 'read' | 'write' | 'admin' = 'read',
) {
  const { owner = '', repo = '' } = request.params;
  return requireRepository(host, request.account, owner, repo, need);
}

/** Reads the body as JSON of this shape; 422 says what does not fit. */
export async function bodyOf<T>(
  request: Request,
  schema: z.ZodType<T>,
): Promise<T> {
  const text = (await readBody(request)).toString('utf8');
  if (text === '' && !request.raw.headers['content-type']) {
    throw new HostError(422, '[]: Empty Content-Type');
  }
  let value: unknown;
  try {
    value = text === '' ? {} : JSON.parse(text);
  } catch (error) {
    throw new HostError(422, `[]: ${(error as Error).message}`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const name = (issue?.path ?? []).map(part => fieldName(String(part)));
  if (issue?.code === 'custom' && issue.params?.bare) {
    throw new HostError(422, issue.message);
  }
  const missing = issue?.code === 'too_small' || isAbsent(value, issue?.path);
  throw new HostError(
    422,
    `[${name.join('.')}]: ${missing ? 'Required' : issue?.message}`,
  );
}

/** Gitea speaks of a field by its name in Go: `new_branch` is `NewBranch`. */
function fieldName(name: string): string {
  return name
    .split('_')
    .map(word => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
}

function isAbsent(value: unknown, path: PropertyKey[] = []): boolean {
  let at = value;
  for (const part of path) {
    at = (at as Record<PropertyKey, unknown> | undefined)?.[part];
  }
  return at === undefined;
}

/** The commit a `ref` means, or the default branch's. */
export async function commitOf(
  dir: string,
  ref: string,
  defaultBranch: string,
): Promise<string> {
  const sha = await resolveCommit(dir, ref || defaultBranch);
  if (!sha) {
    throw notFound(`object does not exist [id: ${ref}, rel_path: ]`);
  }
  return sha;
}

/** Page and limit of a list, as Gitea counts them. */
export function pagingOf(request: Request, usual = 30) {
  const number = (name: string, fallback: number) => {
    const value = Number(request.url.searchParams.get(name) ?? fallback);
    return Number.isInteger(value) && value > 0 ? value : fallback;
  };
  const limit = Math.min(number('limit', usual), 50);
  const page = number('page', 1);
  return { limit, page, skip: (page - 1) * limit };
}

/**
 * A page of a list, with the headers that say how much there is.
 *
 * @param detailed - With the further headers that lists of commits and files have.
 */
export function pageReply(
  request: Request,
  items: unknown[],
  total: number,
  detailed = false,
): Reply {
  const { limit, page } = pagingOf(request);
  const last = Math.max(1, Math.ceil(total / limit));
  const link = (number: number, rel: string) => {
    const url = new URL(request.url);
    url.searchParams.set('page', String(number));
    url.searchParams.sort();
    return `<${url.href}>; rel="${rel}"`;
  };
  const links = [
    ...(page < last ? [link(page + 1, 'next'), link(last, 'last')] : []),
    ...(page > 1
      ? [link(1, 'first'), link(Math.min(page, last) - 1, 'prev')]
      : []),
  ];
  const more: Record<string, string> = detailed
    ? {
        'X-Page': String(page),
        'X-PerPage': String(limit),
        'X-PageCount': String(last),
        'X-HasMore': String(page < last),
      }
    : {};
  return {
    json: items,
    headers: {
      'X-Total-Count': String(total),
      ...more,
      'Access-Control-Expose-Headers': [
        ...(links.length > 0 ? ['Link'] : []),
        'X-Total-Count',
        ...Object.keys(more),
      ].join(', '),
      ...(links.length > 0 && { Link: links.join(',') }),
    },
  };
}

/** The part of a whole list that was asked for. */
export function paged<T>(
  request: Request,
  all: T[],
  wire: (item: T) => unknown,
  detailed = false,
) {
  const { skip, limit } = pagingOf(request);
  const part = all.slice(skip, skip + limit).map(wire);
  return pageReply(request, part, all.length, detailed);
}

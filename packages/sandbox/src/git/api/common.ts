import type { z } from 'zod';
import { resolveCommit } from '../commands/refs';
import { type Reply, type Request, readBody } from '../http/Request';
import { HostError, type HostContext } from '../services/HostContext';
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
  let value: unknown;
  try {
    value = text === '' ? {} : JSON.parse(text);
  } catch {
    throw new HostError(422, 'The body is not JSON.');
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new HostError(422, `[${issue?.path.join('.')}]: ${issue?.message}`);
}

/** The commit a `ref` means, or the default branch's. */
export async function commitOf(
  dir: string,
  ref: string,
  defaultBranch: string,
): Promise<string> {
  const sha = await resolveCommit(dir, ref || defaultBranch);
  if (!sha) {
    throw new HostError(404, `object does not exist [id: ${ref}, rel_path: ]`);
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

/** A page of a list, with the headers that say how much there is. */
export function pageReply(
  request: Request,
  items: unknown[],
  total: number,
): Reply {
  const { limit, page } = pagingOf(request);
  const last = Math.max(1, Math.ceil(total / limit));
  const link = (number: number, rel: string) => {
    const url = new URL(request.url);
    url.searchParams.set('page', String(number));
    return `<${url.href}>; rel="${rel}"`;
  };
  const links = page < last ? [link(page + 1, 'next'), link(last, 'last')] : [];
  return {
    json: items,
    headers: {
      'X-Total-Count': String(total),
      'Access-Control-Expose-Headers': 'X-Total-Count, Link',
      ...(links.length > 0 && { Link: links.join(',') }),
    },
  };
}

/** The part of a whole list that was asked for. */
export function paged<T>(
  request: Request,
  all: T[],
  wire: (item: T) => unknown,
) {
  const { skip, limit } = pagingOf(request);
  const part = all.slice(skip, skip + limit).map(wire);
  return pageReply(request, part, all.length);
}

import { z } from 'zod';
import { isRefName } from '../commands/names';
import {
  listRefs,
  makeTag,
  moveRef,
  type Ref,
  resolveCommit,
} from '../commands/refs';
import type { Handler, Request, Route } from '../http/Request';
import { afterUpdates } from '../services/afterUpdates';
import { HostError, type HostContext, notFound } from '../services/HostContext';
import { type Repository, ZERO } from '../types';
import { bodyOf, paged, repositoryOf, requireAccount } from './common';

const creation = z.looseObject({
  tag_name: z.string().min(1),
  message: z.string().default(''),
  target: z.string().optional(),
});

/** Tags, and all references as git names them. */
export function tagRoutes(host: HostContext): Route[] {
  const apiOf = (repository: Repository) =>
    `${host.publicUrl}/api/v1/repos/${repository.owner.name}/${repository.name}`;

  const wire = (repository: Repository) => (tag: Ref) => {
    const api = apiOf(repository);
    const page = api.replace('/api/v1/repos/', '/');
    return {
      name: tag.name,
      message: tag.subject,
      id: tag.objectSha,
      commit: {
        url: `${api}/git/commits/${tag.sha}`,
        sha: tag.sha,
        created: tag.date,
      },
      zipball_url: `${page}/archive/${tag.name}.zip`,
      tarball_url: `${page}/archive/${tag.name}.tar.gz`,
    };
  };

  const tagOf = async (request: Request, need: 'read' | 'write') => {
    const found = await repositoryOf(host, request, need);
    const name = request.params.tag ?? '';
    const all = await listRefs(found.dir, 'tags');
    const tag = all.find(each => each.name === name);
    if (!tag) throw new HostError(404, `tag doesn't exist: ${name}`, null);
    return { ...found, tag };
  };

  const list: Handler = async request => {
    const { repository, dir } = await repositoryOf(host, request);
    const all = await listRefs(dir, 'tags');
    // The youngest first, as Gitea sorts them.
    const time = (tag: Ref) => Date.parse(tag.date);
    all.sort((one, other) => time(other) - time(one));
    return paged(request, all, wire(repository));
  };

  const get: Handler = async request => {
    const { repository, tag } = await tagOf(request, 'read');
    return { json: wire(repository)(tag) };
  };

  const create: Handler = async request => {
    const { repository, dir } = await repositoryOf(host, request, 'write');
    const account = requireAccount(request);
    const body = await bodyOf(request, creation);
    const { tag_name: name, message } = body;
    if (!isRefName(name)) throw new HostError(422, '[TagName]: GitRefName');
    const target = body.target || repository.defaultBranch;
    const commit = await resolveCommit(dir, target);
    if (!commit) throw new HostError(404, `target not found: ${target}`);
    const person = {
      name: account.fullName || account.name,
      email: account.email,
    };
    const after = message
      ? await makeTag(dir, { name, commit, message, person })
      : commit;
    const ref = `refs/tags/${name}`;
    if (!(await moveRef(dir, ref, after, ZERO))) {
      throw new HostError(409, `tag already exists [name: ${name}]`);
    }
    const updates = [{ ref, before: ZERO, after }];
    await afterUpdates(host, repository, account, updates);
    const tag = (await listRefs(dir, 'tags')).find(each => each.name === name);
    if (!tag) throw notFound();
    return { status: 201, json: wire(repository)(tag) };
  };

  const remove: Handler = async request => {
    const { repository, dir, tag } = await tagOf(request, 'write');
    const ref = `refs/tags/${tag.name}`;
    const before = tag.objectSha;
    if (!(await moveRef(dir, ref, ZERO, before))) {
      throw new HostError(409, 'The tag moved meanwhile; try again.');
    }
    const updates = [{ ref, before, after: ZERO }];
    await afterUpdates(host, repository, requireAccount(request), updates);
    return { status: 204 };
  };

  const refs: Handler = async request => {
    const { repository, dir } = await repositoryOf(host, request);
    const api = apiOf(repository);
    const prefix = `refs/${request.params.ref ?? ''}`;
    const all = [
      ...(await listRefs(dir, 'heads')).map(ref => ({ ref, kind: 'heads' })),
      ...(await listRefs(dir, 'tags')).map(ref => ({ ref, kind: 'tags' })),
    ];
    const found = all.flatMap(({ ref, kind }) => {
      const name = `refs/${kind}/${ref.name}`;
      if (!name.startsWith(prefix)) return [];
      const type = ref.objectSha === ref.sha ? 'commit' : 'tag';
      const url = `${api}/git/${type}s/${ref.objectSha}`;
      const object = { type, sha: ref.objectSha, url };
      return [{ ref: name, url: `${api}/git/${name}`, object }];
    });
    if (found.length === 0) throw notFound();
    return { json: found };
  };

  const at = '/repos/:owner/:repo';
  return [
    { method: 'GET', pattern: `${at}/tags`, handler: list },
    { method: 'POST', pattern: `${at}/tags`, handler: create },
    { method: 'GET', pattern: `${at}/tags/*tag`, handler: get },
    { method: 'DELETE', pattern: `${at}/tags/*tag`, handler: remove },
    { method: 'GET', pattern: `${at}/git/refs`, handler: refs },
    { method: 'GET', pattern: `${at}/git/refs/*ref`, handler: refs },
  ];
}

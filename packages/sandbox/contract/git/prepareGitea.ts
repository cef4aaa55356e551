import { readFile } from 'node:fs/promises';
import { resolve, dirname } from 'node:path';

/** How a running Gitea is reached: its administrator and the file of the token. */
interface GiteaFile {
  url: string;
  user: string;
  tokenFile: string;
}

const PEOPLE: Record<string, string> = {
  ada: 'Ada Okafor',
  ben: 'Ben Lindqvist',
  carla: 'Carla Mendes',
  dev: 'Dev Anand',
  erin: 'Erin Walsh',
};

/** Repositories and groups of an earlier run. */
const LEFT_OVER = [
  '/repos/payments/shop',
  '/repos/payments/secret',
  '/repos/payments/empty',
  '/repos/payments/renamed',
  '/repos/ada/own',
  '/orgs/newteam',
];

/**
 * Makes the people and groups of the sandbox on a Gitea, and takes away what an
 * earlier run left.
 *
 * @param file - the platform's `gitea.json`
 * @returns where it is, and everybody's token
 */
export async function prepareGitea(
  file: string,
): Promise<{ url: string; tokens: Record<string, string> }> {
  const host = JSON.parse(await readFile(file, 'utf8')) as GiteaFile;
  const path = resolve(dirname(file), host.tokenFile);
  const admin = `token ${(await readFile(path, 'utf8')).trim()}`;
  const ask = async (
    method: string,
    at: string,
    body?: unknown,
    authorization = admin,
  ) => {
    const answer = await fetch(`${host.url}/api/v1${at}`, {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return (await answer.json().catch(() => ({}))) as Record<string, unknown>;
  };
  const tokens: Record<string, string> = {};
  for (const [login, name] of Object.entries(PEOPLE)) {
    const password = `Contract-${login}-1`;
    const account = { login_name: login, source_id: 0, full_name: name };
    await ask('POST', '/admin/users', {
      ...account,
      username: login,
      email: `${login}@cairn.example`,
      password,
      must_change_password: false,
    });
    await ask('PATCH', `/admin/users/${login}`, {
      ...account,
      password,
      email: `${login}@cairn.example`,
      admin: login === 'dev',
    });
    const basic = Buffer.from(`${login}:${password}`).toString('base64');
    const made = await ask(
      'POST',
      `/users/${login}/tokens`,
      { name: `contract-${Date.now()}`, scopes: ['all'] },
      `Basic ${basic}`,
    );
    tokens[login] = String(made.sha1);
  }
  const dev = `token ${tokens.dev}`;
  for (const left of LEFT_OVER) await ask('DELETE', left, undefined, dev);
  for (const group of ['payments', 'logistics', 'platform', 'audit']) {
    const full = group[0].toUpperCase() + group.slice(1);
    await ask('POST', '/orgs', { username: group, full_name: full }, dev);
  }
  await joinTeams(ask, dev);
  return { url: host.url, tokens };
}

/** Who leads payments, and who develops there. */
async function joinTeams(
  ask: (
    method: string,
    at: string,
    body?: unknown,
    authorization?: string,
  ) => Promise<unknown>,
  dev: string,
): Promise<void> {
  await ask(
    'POST',
    '/orgs/payments/teams',
    {
      name: 'developers',
      permission: 'write',
      includes_all_repositories: true,
      can_create_org_repo: true,
      units: ['repo.code', 'repo.issues', 'repo.pulls', 'repo.releases'],
    },
    dev,
  );
  const teams = (await ask('GET', '/orgs/payments/teams', undefined, dev)) as {
    id: number;
    name: string;
  }[];
  const idOf = (name: string) => teams.find(team => team.name === name)?.id;
  const join = (team: string, who: string) =>
    ask('PUT', `/teams/${idOf(team)}/members/${who}`, undefined, dev);
  await join('Owners', 'carla');
  await join('developers', 'ada');
}

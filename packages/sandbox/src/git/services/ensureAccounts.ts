import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { people } from '../../identity';
import { readIfPresent, writeSecretFile } from '../../pki/secretFile';
import type { AccountStore } from '../stores/AccountStore';

/** Groups that own repositories. */
const TEAMS = [
  ['payments', 'Payments'],
  ['logistics', 'Logistics'],
  ['platform', 'Platform'],
  ['audit', 'Audit'],
] as const;

/**
 * Makes the issuer's people, their teams as organisations and the portal's
 * machine account, each person with a token that only the owner of
 * `people/<id>.git-token` can read. The database keeps its SHA-256.
 */
export async function ensureAccounts(
  accounts: AccountStore,
  dataDir: string,
): Promise<void> {
  const orgs = new Map<string, Awaited<ReturnType<AccountStore['ensure']>>>();
  for (const [name, fullName] of TEAMS) {
    const org = { name, fullName, email: '', kind: 'org' as const };
    orgs.set(name, await accounts.ensure({ ...org, isAdmin: false }));
  }
  const portal = {
    id: 'cairn-portal',
    name: 'Cairn',
    email: 'cairn-portal@cairn.example',
    role: 'Machine',
    groups: ['platform'],
  };
  for (const person of [...people, portal]) {
    const user = await accounts.ensure({
      name: person.id,
      fullName: person.name,
      email: person.email,
      kind: 'user',
      isAdmin: person.groups.includes('platform'),
    });
    for (const group of person.groups) {
      const org = orgs.get(group);
      if (org) {
        await accounts.setMember(org, user, person.role === 'Team lead');
      }
    }
    const path = join(dataDir, 'people', `${person.id}.git-token`);
    let token = (await readIfPresent(path))?.trim();
    if (!token || !/^[0-9a-f]{40}$/.test(token)) {
      token = randomBytes(20).toString('hex');
      await writeSecretFile(path, `${token}\n`);
    }
    await accounts.setToken(user, 'sandbox', token);
  }
}

import type { CatalogService } from '@backstage/plugin-catalog-node';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import type { ScmIntegrationRegistry } from '@backstage/integration';
import type {
  NameCheck,
  NameReport,
  NameVerdict,
} from '@cairn/plugin-golden-paths-common';
import { forgeOf } from '@cairn/plugin-golden-paths-node';
import { checkLabelName } from '@cairn/plugin-platform-common';
import type { PersonService } from '@cairn/plugin-platform-node';
import type { ClusterNames } from './ClusterNames';
import type { AsUser, NameQuery } from './GoldenPathService';
import { KeptAnswers } from './KeptAnswers';

const MAX_LENGTH = 40;
const MIN_LENGTH = 3;
const REPOSITORY_TTL = 15_000;

/** What is wrong with a name, whoever has it. */
function checkForm(
  name: string,
): { message: string; suggestion?: string } | undefined {
  const problem = checkLabelName(name, MAX_LENGTH);
  if (problem) {
    return problem;
  }
  if (!/^[a-z]/.test(name)) {
    return { message: 'Begin with a letter.', suggestion: `s-${name}` };
  }
  return name.length < MIN_LENGTH
    ? { message: `Use at least ${MIN_LENGTH} characters.` }
    : undefined;
}

function summarise(checks: NameCheck[]): NameVerdict {
  const order: NameVerdict[] = ['invalid', 'taken', 'unknown'];
  return (
    order.find(verdict => checks.some(check => check.verdict === verdict)) ??
    'free'
  );
}

/** Asks everywhere whether a name is free; a place that does not answer makes that place unknown, not more. */
export class NameChecker {
  readonly #catalog: CatalogService;
  readonly #integrations: ScmIntegrationRegistry;
  readonly #clusters: ClusterNames;
  readonly #person: PersonService;
  readonly #platformGroups: ReadonlySet<string>;
  readonly #repositories = KeptAnswers.create<boolean>({ ttl: REPOSITORY_TTL });

  static create(options: {
    catalog: CatalogService;
    integrations: ScmIntegrationRegistry;
    clusters: ClusterNames;
    person: PersonService;
    platformGroups: ReadonlySet<string>;
  }): NameChecker {
    return new NameChecker(options);
  }

  private constructor(options: {
    catalog: CatalogService;
    integrations: ScmIntegrationRegistry;
    clusters: ClusterNames;
    person: PersonService;
    platformGroups: ReadonlySet<string>;
  }) {
    this.#catalog = options.catalog;
    this.#integrations = options.integrations;
    this.#clusters = options.clusters;
    this.#person = options.person;
    this.#platformGroups = options.platformGroups;
  }

  async check(query: NameQuery, user: AsUser): Promise<NameReport> {
    const { name } = query;
    const problem = checkForm(name);
    if (problem) {
      const { message, suggestion } = problem;
      return {
        name,
        verdict: 'invalid',
        ...(suggestion &&
          checkForm(suggestion) === undefined && { suggestion }),
        checks: [{ where: 'name', verdict: 'invalid', message }],
      };
    }
    const owner = query.owner ? readOwner(query.owner) : undefined;
    const checks = await Promise.all([
      this.#inCatalog(name, user),
      ...(owner ? this.#inTeam(query, owner, user) : []),
    ]);
    return { name, verdict: summarise(checks), checks };
  }

  async #inCatalog(name: string, user: AsUser): Promise<NameCheck> {
    const where = 'catalog';
    const entityRef = `component:default/${name}`;
    try {
      const entity = await this.#catalog.getEntityByRef(entityRef, user);
      return entity
        ? {
            where,
            verdict: 'taken',
            message: `The catalog has a component ${name}.`,
            entityRef,
          }
        : { where, verdict: 'free', message: 'Free in the catalog.' };
    } catch {
      return {
        where,
        verdict: 'unknown',
        message: 'The catalog does not answer, so it may have the name.',
      };
    }
  }

  /** What only a member of the team is told: names of others' repositories and workloads are theirs. */
  #inTeam(query: NameQuery, owner: string, user: AsUser): Promise<NameCheck>[] {
    const member = this.#isMember(owner, user);
    const { name, repoHost: host, repoOwner } = query;
    const checks: Promise<NameCheck>[] = [
      asked('cluster', member, () => this.#clusters.check(name, owner)),
    ];
    if (host && repoOwner) {
      // Said at once when there is no such host: that is not for a colleague to mend.
      const forge = forgeOf(this.#integrations, host);
      const ref = { owner: repoOwner, name };
      const { url } = forge.addressOf(ref);
      checks.push(
        asked('repository', member, async () => {
          const isThere = await this.#repositories.get(url, async () =>
            Boolean(await forge.getRepository(ref)),
          );
          const place = `${repoOwner}/${name}`;
          return isThere
            ? {
                where: 'repository',
                verdict: 'taken',
                message: `There is a repository ${place} at ${host}.`,
                url,
              }
            : {
                where: 'repository',
                verdict: 'free',
                message: `${place} is free at ${host}.`,
              };
        }),
      );
    }
    return checks;
  }

  async #isMember(owner: string, user: AsUser): Promise<boolean> {
    const { groupRefs } = await this.#person.getPerson(user.credentials);
    return groupRefs.some(
      ref => ref === owner || this.#platformGroups.has(ref),
    );
  }
}

async function asked(
  where: NameCheck['where'],
  member: Promise<boolean>,
  ask: () => Promise<NameCheck>,
): Promise<NameCheck> {
  try {
    return (await member)
      ? await ask()
      : {
          where,
          verdict: 'unknown',
          message: 'This is checked for members of the owning team.',
        };
  } catch {
    return {
      where,
      verdict: 'unknown',
      message:
        where === 'repository'
          ? 'The git host does not answer, so it may have the name.'
          : 'The clusters cannot be asked, so they may have the name.',
    };
  }
}

function readOwner(owner: string): string {
  let ref: ReturnType<typeof parseEntityRef> | undefined;
  try {
    ref = parseEntityRef(owner, {
      defaultKind: 'group',
      defaultNamespace: 'default',
    });
  } catch {
    ref = undefined;
  }
  if (ref?.kind.toLowerCase() !== 'group') {
    throw new InputError(
      'owner is no team: write its name, for example payments, or its entity reference.',
    );
  }
  return stringifyEntityRef(ref);
}

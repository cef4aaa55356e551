import type { JsonObject } from '@backstage/types';
import type { ProvisionerList } from '@cairn/plugin-golden-paths-common';
import { capabilityTypes } from '../fields/capabilityTypes';
import { repositoryOf, textOf } from '../fields/fieldProps';
import { priceOf, type Price } from '../provisioners/prices';

/** Environments every path deploys to. */
export const environments = ['dev', 'prod'] as const;

/** A database or cache that was asked for, once for each environment. */
export interface PlannedResource {
  /** `Database` or `Cache`. */
  title: string;
  size: string;
  /** Of one; undefined when it is not known. */
  price: Price | undefined;
}

/** What the answers come to, as far as they have been given. */
export interface PlannedFacts {
  name?: string;
  owner?: string;
  /** Address of the repository without its scheme. */
  repository?: string;
  namespaces: string[];
  resources: PlannedResource[];
}

const titles: Record<string, string> = { database: 'Database', cache: 'Cache' };

/** Reads the answers, with the prices of what they ask for. */
export function plannedFacts(
  answers: JsonObject,
  provisioners: ProvisionerList['items'],
): PlannedFacts {
  const name = textOf(answers, 'name');
  const owner = textOf(answers, 'owner');
  const { host, owner: organisation } = repositoryOf(answers);
  const resources = Object.entries(capabilityTypes).flatMap(
    ([capability, type]) => {
      const size = textOf(answers, capability);
      if (!size || size === 'none') return [];
      const provisioner = provisioners.find(item => item.type === type);
      return {
        title: titles[capability] ?? capability,
        size,
        price: priceOf(provisioner, size),
      };
    },
  );
  return {
    name,
    owner,
    ...(host &&
      organisation &&
      name && { repository: `${host}/${organisation}/${name}` }),
    namespaces: owner
      ? environments.map(environment => `${owner}-${environment}`)
      : [],
    resources,
  };
}

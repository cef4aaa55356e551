import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import type { ClaimRef, ClaimSummary } from '@cairn/plugin-claims-common';

/** The schema library the registry hands to its actions; not the one of this package. */
type Zod = Parameters<
  Parameters<ActionsRegistryService['register']>[0]['schema']['input']
>[0];

/** Which claim is meant. */
export function refSchema(z: Zod) {
  return z.object({
    cluster: z.string().min(1).max(253),
    offering: z
      .string()
      .min(1)
      .max(253)
      .describe('Its id, for example databases.platform.cairn.dev.'),
    namespace: z.string().min(1).max(253),
    name: z.string().min(1).max(253),
  });
}

/** A claim in short. */
export function summarySchema(z: Zod) {
  return refSchema(z).extend({
    uid: z.string(),
    owner: z.string().describe('Entity reference of the owning group.'),
    state: z.string(),
    sentence: z.string().describe('The state in words, with the reason.'),
    createdAt: z.string(),
    component: z.string().optional(),
    spec: z.record(z.unknown()),
  });
}

/** Nothing but the parts that name a claim. */
export function refOf({
  cluster,
  offering,
  namespace,
  name,
}: ClaimRef): ClaimRef {
  return { cluster, offering, namespace, name };
}

/** A claim in short; neither its YAML nor anything of its Secret. */
export function summaryOf(claim: ClaimSummary) {
  return {
    ...refOf(claim),
    uid: claim.uid,
    owner: claim.owner,
    state: claim.state.state,
    sentence: claim.state.sentence,
    createdAt: claim.createdAt,
    ...(claim.component && { component: claim.component }),
    spec: claim.spec,
  };
}

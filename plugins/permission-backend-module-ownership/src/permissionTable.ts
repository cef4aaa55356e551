import {
  acting,
  claimOwners,
  claimReaders,
  deliveryReaders,
  doers,
  doraComponentOwners,
  doraComponentReaders,
  entityOwners,
  everybody,
  overseers,
  platformTeam,
  serviceOwners,
  taskOwners,
} from './rules';
import type { Rule } from './rules';

/**
 * Every permission that the installed plugins declare, each decided on purpose. A test compares this
 * list with the plugins' own; what is not listed here is for the platform team only.
 */
export const permissionTable: ReadonlyMap<string, Rule> = new Map<string, Rule>(
  [
    // Knowing what there is and whose it is, is what the catalog is for.
    ['catalog.entity.read', everybody],
    ['catalog.location.read', everybody],
    // What a team owns it may tidy up.
    ['catalog.entity.delete', acting(entityOwners)],
    ['catalog.entity.refresh', acting(entityOwners)],
    // A location makes the portal read a URL and believe what is written there.
    ['catalog.entity.create', acting(platformTeam)],
    ['catalog.entity.validate', acting(platformTeam)],
    ['catalog.location.create', acting(platformTeam)],
    ['catalog.location.delete', acting(platformTeam)],
    ['catalog.location.analyze', acting(platformTeam)],
    ['catalog.ingestion.read', overseers],
    ['catalog.ingestion.manage', acting(platformTeam)],

    ['claims.claim.read', claimReaders],
    ['claims.claim.create', acting(claimOwners)],
    ['claims.claim.delete', acting(claimOwners)],

    ['delivery.read', deliveryReaders],

    // Numbers are for everybody, as the catalog is; what somebody committed or broke is for the team.
    ['dora.metrics.read', everybody],
    ['dora.evidence.read', doraComponentReaders],
    ['dora.verdict.create', acting(doraComponentOwners)],
    ['dora.facts.submit', acting(doraComponentOwners)],
    ['dora.sources.read', overseers],
    ['dora.sources.manage', acting(platformTeam)],

    // Which paths there are and who uses them says no more than the catalog. A newer version is brought
    // to what a team owns.
    ['golden-paths.path.read', everybody],
    ['golden-paths.catalog.validate', everybody],
    ['golden-paths.name.check', doers],
    ['golden-paths.service.update', acting(serviceOwners)],

    // Using a golden path is for everyone who builds; changing or trying out templates is not: a dry
    // run executes whatever template it is given.
    ['scaffolder.template.parameter.read', everybody],
    ['scaffolder.template.step.read', everybody],
    ['scaffolder.task.create', doers],
    ['scaffolder.action.execute', doers],
    ['scaffolder.task.read', taskOwners],
    ['scaffolder.task.cancel', acting(taskOwners)],
    ['scaffolder.template.management', acting(platformTeam)],
    ['scaffolder.template.dry-run', acting(platformTeam)],

    // The official Kubernetes plugin reads with the portal's own rights, in any namespace, and
    // knows no owner: only those may use it who may see everything anyway.
    ['kubernetes.clusters.read', everybody],
    ['kubernetes.resources.read', overseers],
    ['kubernetes.proxy', acting(platformTeam)],
  ],
);

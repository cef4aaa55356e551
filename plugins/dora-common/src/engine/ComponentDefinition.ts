/** The version of the definitions that this package implements. @public */
export const DEFINITION_VERSION = '2026.1';

/** How long after a deployment an incident is taken for its doing: 24 hours, in milliseconds. @public */
export const DEFAULT_INCIDENT_WINDOW = 86_400_000;

/** What a component is, as far as its numbers go. @public */
export interface ComponentDefinition {
  /** Stable over new names and new owners. */
  uid: string;
  repository?: string;
  /** Globs (`*` within a folder, `**` over folders). Left out: the whole repository. */
  paths?: readonly string[];
  /** Sources of incidents. Incidents of any other are ignored; none: rates are partial. */
  incidentSources: readonly string[];
  /** Milliseconds. Defaults to {@link DEFAULT_INCIDENT_WINDOW}. */
  incidentWindow?: number;
  /** Labels that mark a hotfix. Defaults to `hotfix`. */
  hotfixLabels?: readonly string[];
  /** Beginnings of branch names that mark a hotfix. Defaults to `hotfix/` and `recovery/`. */
  hotfixBranches?: readonly string[];
}

/** What a name looks like: of a component, its repository and its workload at once. */
export const NAME = /^[a-z]([-a-z0-9]{1,38}[a-z0-9])$/;
/** What a team's name looks like: it is part of the names of namespaces. */
export const TEAM_NAME = /^[a-z0-9]([-a-z0-9]{0,50}[a-z0-9])?$/;
/** An organisation of a forge; on GitLab a path of groups. */
export const ORGANISATION =
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}(\/[A-Za-z0-9][A-Za-z0-9._-]{0,99}){0,8}$/;
/** An environment. */
export const ENVIRONMENT = /^[a-z]([-a-z0-9]{0,18}[a-z0-9])?$/;

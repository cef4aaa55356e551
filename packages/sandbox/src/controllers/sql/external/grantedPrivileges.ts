import { escapeIdentifier } from 'pg';
import type { SqlServer } from '../managedResource';
import type { GrantForm, GrantSpec } from './grantSpec';
import { privilegeForms } from './privilegeForms';

/** A grant that is no membership. */
export type PrivilegeSpec = GrantSpec & { form: Exclude<GrantForm, 'member'> };

/** Whether a grant is one of privileges. */
export function isPrivilegeSpec(spec: GrantSpec): spec is PrivilegeSpec {
  return spec.form !== 'member';
}

/**
 * Whether the role has exactly these privileges on every thing named, all with
 * the grant option or all without it.
 */
export async function hasPrivileges(
  server: SqlServer,
  spec: PrivilegeSpec,
): Promise<boolean> {
  const form = privilegeForms[spec.form];
  const wanted = spec.privileges.flatMap(privilege => {
    if (isAll(privilege)) return form.all;
    return privilege === 'TEMP' ? ['TEMPORARY'] : [privilege];
  });
  const things = form.things(spec);
  // MAINTAIN came with PostgreSQL 17.
  const rows = await server.query<{ things: number }>(
    `SELECT count(*)::int AS things FROM (
       SELECT thing.id FROM (${things.text}) AS thing,
         aclexplode(thing.acl) AS granted
         JOIN pg_roles r ON granted.grantee = r.oid
       WHERE r.rolname = $1 AND granted.is_grantable = $2
       GROUP BY thing.id
       HAVING array_agg(DISTINCT granted.privilege_type ORDER BY granted.privilege_type)
         = (SELECT array_agg(DISTINCT p ORDER BY p) FROM unnest($3::text[]) AS p
            WHERE p <> 'MAINTAIN'
              OR current_setting('server_version_num')::int >= 170000)
     ) AS held`,
    [spec.role, spec.withOption === 'GRANT', wanted, ...things.values],
  );
  return rows[0]?.things === form.count(spec);
}

/** Statements that give the role these privileges, with or without the option. */
export function grantPrivileges(spec: PrivilegeSpec): string[] {
  const { privileges, target, role } = parts(spec);
  return [
    revokePrivileges(spec),
    `GRANT ${privileges} ON ${target} TO ${role}${
      spec.withOption === 'GRANT' ? ' WITH GRANT OPTION' : ''
    }`,
    ...(spec.form === 'database' && spec.revokePublicOnDb
      ? [`REVOKE ALL ON ${target} FROM PUBLIC`]
      : []),
  ];
}

/** The statement that takes the privileges back. */
export function revokePrivileges(spec: PrivilegeSpec): string {
  const { privileges, target, role } = parts(spec);
  return `REVOKE ${privileges} ON ${target} FROM ${role}`;
}

function parts(spec: PrivilegeSpec) {
  // ALL stands alone in SQL; beside it, others say nothing more.
  const privileges = spec.privileges.some(isAll) ? ['ALL'] : spec.privileges;
  const columns = spec.columns.map(name => escapeIdentifier(name)).join(',');
  return {
    privileges: privileges
      .map(privilege => (columns ? `${privilege}(${columns})` : privilege))
      .join(','),
    target: privilegeForms[spec.form].target(spec),
    role: escapeIdentifier(spec.role),
  };
}

function isAll(privilege: string): boolean {
  return privilege === 'ALL' || privilege === 'ALL PRIVILEGES';
}

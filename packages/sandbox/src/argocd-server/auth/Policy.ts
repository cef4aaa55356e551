import { matchesGlob } from '../../controllers/argocd';

/** The roles that are always there, in the notation of `policy.csv`. */
const BUILT_IN = `
p, role:readonly, applications, get, */*, allow
p, role:readonly, applicationsets, get, */*, allow
p, role:readonly, certificates, get, *, allow
p, role:readonly, clusters, get, *, allow
p, role:readonly, repositories, get, *, allow
p, role:readonly, projects, get, *, allow
p, role:readonly, accounts, get, *, allow
p, role:readonly, logs, get, */*, allow
p, role:admin, applications, *, */*, allow
p, role:admin, applicationsets, *, */*, allow
p, role:admin, certificates, *, *, allow
p, role:admin, clusters, *, *, allow
p, role:admin, repositories, *, *, allow
p, role:admin, projects, *, *, allow
p, role:admin, accounts, *, *, allow
p, role:admin, exec, create, */*, allow
g, role:admin, role:readonly
g, admin, role:admin
`;

type Rule = {
  subject: string;
  resource: string;
  action: string;
  object: string;
  effect: string;
};

/** Who may do what: the lines `p` and `g` of `argocd-rbac-cm`. */
export class Policy {
  private readonly rules: Rule[] = [];
  private readonly roles = new Map<string, Set<string>>();

  /**
   * @param csv - further lines; those that are not understood grant nothing
   * @param fallback - the role of everybody (`policy.default`)
   */
  constructor(csv: string, private readonly fallback = '') {
    for (const line of `${BUILT_IN}\n${csv}`.split('\n')) this.add(line);
  }

  /** Whether a subject may. A line that denies beats those that allow. */
  allows(
    subject: string,
    resource: string,
    action: string,
    object: string,
  ): boolean {
    const names = this.namesOf([subject, this.fallback]);
    const applying = this.rules.filter(
      rule =>
        names.has(rule.subject) &&
        matches(rule.resource, resource) &&
        matches(rule.action, action) &&
        matches(rule.object, object),
    );
    return (
      applying.some(rule => rule.effect === 'allow') &&
      !applying.some(rule => rule.effect === 'deny')
    );
  }

  private add(line: string) {
    const [kind, ...words] = line.split(',').map(word => word.trim());
    if (kind === 'p' && words.length === 5) {
      const [subject = '', resource = '', action = '', object = ''] = words;
      const effect = words[4] ?? '';
      this.rules.push({ subject, resource, action, object, effect });
    }
    const [member, role] = words;
    if (kind === 'g' && member && role) {
      const known = this.roles.get(member) ?? new Set();
      this.roles.set(member, known.add(role));
    }
  }

  private namesOf(start: string[]): Set<string> {
    const names = new Set(start.filter(Boolean));
    // A set hands out what is added while it is walked.
    for (const name of names) {
      for (const role of this.roles.get(name) ?? []) names.add(role);
    }
    return names;
  }
}

function matches(pattern: string, text: string): boolean {
  return pattern === text || matchesGlob(pattern, text);
}

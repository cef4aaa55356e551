/** Explains what is wrong with a name, or answers undefined. */
export type NameRule = (name: string) => string | undefined;

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const LABEL_PATTERN = new RegExp(`^${LABEL}$`);
const SUBDOMAIN_PATTERN = new RegExp(`^${SUBDOMAIN}$`);
const DNS_1035 = '[a-z]([-a-z0-9]*[a-z0-9])?';
const DNS_1035_PATTERN = new RegExp(`^${DNS_1035}$`);

/** RFC 1123 subdomain, up to 253 characters. */
export const dnsSubdomain: NameRule = name => {
  if (name.length > 253) return 'must be no more than 253 characters';
  return SUBDOMAIN_PATTERN.test(name)
    ? undefined
    : `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '${SUBDOMAIN}')`;
};

/** RFC 1123 label, up to 63 characters. */
export const dnsLabel: NameRule = name => {
  if (name.length > 63) return 'must be no more than 63 characters';
  return LABEL_PATTERN.test(name)
    ? undefined
    : `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '${LABEL}')`;
};

/** RFC 1035 label: as above, but starts with a letter. */
export const dns1035Label: NameRule = name => {
  if (name.length > 63) return 'must be no more than 63 characters';
  return DNS_1035_PATTERN.test(name)
    ? undefined
    : `a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '${DNS_1035}')`;
};

/** Anything that can stand in a path: names of RBAC objects. */
export const pathSegment: NameRule = name => {
  if (name === '.' || name === '..') return `may not be '${name}'`;
  for (const part of ['/', '%']) {
    if (name.includes(part)) return `may not contain '${part}'`;
  }
  return undefined;
};

/** The rule for names of a kind. */
export function nameRuleFor(type: { group: string; plural: string }): NameRule {
  if (type.group === 'rbac.authorization.k8s.io') return pathSegment;
  if (type.group === '' && type.plural === 'namespaces') return dnsLabel;
  return dnsSubdomain;
}

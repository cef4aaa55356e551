import type { ClusterReport, Finding, FindingState } from './types';

const MARKS: Record<FindingState, string> = {
  found: '✓',
  missing: '–',
  refused: '✗',
  unknown: '?',
};
const WIDTH = 24;

/** The report as lines for a terminal. */
export function formatReport(
  { context, server, version, identity, findings }: ClusterReport,
  install: string,
): string[] {
  const lines = [
    `Cluster "${context}" at ${server}, Kubernetes ${version}. Looking changes nothing on it.`,
    '',
    ...formatFinding({
      id: 'identity',
      title: 'The portal is',
      state: identity.kind === 'service-account' ? 'found' : 'unknown',
      found:
        identity.kind === 'service-account'
          ? `${identity.username}, which may do what platform/rbac/portal.yaml grants`
          : `you, ${identity.username} (${
              identity.groups.join(', ') || 'no groups'
            }), as ${identity.because}`,
      mend:
        identity.kind === 'service-account'
          ? undefined
          : `give it an identity of its own that may do less: ${install}`,
    }),
    ...findings.flatMap(formatFinding),
  ];
  return lines.map(line => (line ? `  ${line}` : line));
}

function formatFinding(finding: Finding): string[] {
  const { title, state, found, switchesOff, mend } = finding;
  const indent = ' '.repeat(WIDTH + 2);
  return [
    `${MARKS[state]} ${title.padEnd(WIDTH)}${found}`,
    ...(switchesOff ? [`${indent}off: ${switchesOff}`] : []),
    ...(mend ? [`${indent}mend: ${mend}`] : []),
  ];
}

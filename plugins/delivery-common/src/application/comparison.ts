import type { ArgoApplication } from './ArgoApplication';
import { cleanMessage } from './cleanMessage';

/** What keeps Argo CD from knowing what git holds. */
export interface ComparisonFailure {
  /** `unreachable`: git or the repository server; `refused`: the credentials; `broken`: what git holds. */
  kind: 'unreachable' | 'refused' | 'broken';
  reason: string;
  message: string;
  since?: string;
}

const REFUSED =
  /authentication (?:required|failed)|authorization failed|failed to authenticate|permission denied|could not read username|invalid credentials|\b40[13]\b/i;

const UNREACHABLE =
  /code = (?:Unavailable|DeadlineExceeded|Canceled|ResourceExhausted)|connection (?:refused|reset|error)|no route to host|no such host|i\/o timeout|deadline exceeded|dial tcp|repository not found|failed to list refs|tls handshake|\beof\b|\b50[0234]\b/i;

function kindOf(message: string): ComparisonFailure['kind'] {
  if (REFUSED.test(message)) {
    return 'refused';
  }
  return UNREACHABLE.test(message) ? 'unreachable' : 'broken';
}

/** The failure of the last comparison, from the condition `ComparisonError`. */
export function findComparisonFailure(
  application: ArgoApplication,
): ComparisonFailure | undefined {
  const found = application.status?.conditions?.find(
    ({ type }) => type === 'ComparisonError',
  );
  if (!found) {
    return undefined;
  }
  const message = found.message ?? '';
  return {
    kind: kindOf(message),
    reason: cleanMessage(message),
    message,
    ...(found.lastTransitionTime && { since: found.lastTransitionTime }),
  };
}

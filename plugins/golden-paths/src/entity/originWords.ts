import type { UpdateStatus } from '@cairn/plugin-golden-paths-common';
import type { State } from '@cairn/plugin-platform-common';

const states: Record<UpdateStatus['state'], State> = {
  current: 'ready',
  behind: 'needs-attention',
  ahead: 'unknown',
  unknown: 'unknown',
};

/** How a service stands to its path, in the portal's words. */
export function originState(state: UpdateStatus['state']): State {
  return states[state];
}

/** What has happened to the path since, as one sentence. */
export function originSentence(status: UpdateStatus): string {
  const { state, newest, reason } = status;
  switch (state) {
    case 'current':
      return 'That is the newest version.';
    case 'behind':
      return `${newest} is out.`;
    case 'ahead':
      return `That is newer than the path, which has ${newest}.`;
    default:
      return reason ?? 'Whether there is a newer version is not known.';
  }
}

/** What can be asked for one by one. */
const SINGLE = [
  'create',
  'delete',
  'push',
  'pull_request_assign',
  'pull_request_label',
  'pull_request_milestone',
  'pull_request_comment',
  'pull_request_review',
  'pull_request_review_request',
  'pull_request_sync',
];
const PULLS = [
  'pull_request',
  ...SINGLE.filter(event => event.startsWith('pull_request_')),
];

/**
 * The events a hook gets for what it asked for, as Gitea's
 * `routers/api/v1/utils/hook.go` reads it: `pull_request` means all of pull
 * requests, `pull_request_only` just the request itself, nothing means pushes.
 * What never happens here is left out.
 */
export function eventsOf(asked: string[] = []): string[] {
  const wanted = asked.length > 0 ? asked : ['push'];
  const events = new Set(SINGLE.filter(event => wanted.includes(event)));
  if (wanted.includes('pull_request_only')) events.add('pull_request');
  if (wanted.includes('pull_request')) {
    for (const event of PULLS) events.add(event);
  }
  return [...events].sort();
}

import type { DeliveryOperation } from '@cairn/plugin-delivery-common';
import { RelativeTime, formatDuration } from '@cairn/plugin-platform-react';

const outcomes: Record<DeliveryOperation['phase'], string> = {
  Running: 'running',
  Terminating: 'being stopped',
  Succeeded: 'succeeded',
  Failed: 'failed',
  Error: 'failed',
};

/** The last operation in a line: what, how it ended, by whom, when, how long. */
export function OperationLine({
  operation,
}: {
  operation: DeliveryOperation | undefined;
}) {
  if (!operation) {
    return <span title="Argo CD has done nothing yet">–</span>;
  }
  const { kind, phase, by, startedAt, finishedAt, retries } = operation;
  const took =
    startedAt && finishedAt
      ? formatDuration(Date.parse(finishedAt) - Date.parse(startedAt))
      : undefined;
  return (
    <>
      {kind} {outcomes[phase]}
      {retries ? `, tried ${retries + 1} times` : ''}, by {by}
      {startedAt && (
        <>
          , <RelativeTime instant={finishedAt ?? startedAt} />
        </>
      )}
      {took && `, took ${took}`}
    </>
  );
}

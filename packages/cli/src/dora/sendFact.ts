import { z } from 'zod';
import { CommandFailure, FINE, NO_ANSWER, UNUSABLE } from '../io/exitCodes';
import { askPortal, type PortalOptions } from '../io/portal';
import type { Terminal } from '../io/Terminal';

/** Options of `cairn dora deploy`. */
export interface DeployFactOptions extends PortalOptions {
  component: string;
  environment: string;
  id: string;
  result?: string;
  revision?: string;
  startedAt?: string;
  finishedAt?: string;
  artifact?: string[];
  rollback?: boolean;
}

/** Options of `cairn dora incident`. */
export interface IncidentFactOptions extends PortalOptions {
  component: string;
  id: string;
  environment?: string;
  openedAt?: string;
  resolvedAt?: string;
  causedBy?: string[];
  fixedBy?: string[];
}

const accepted = z.object({ accepted: z.number(), duplicates: z.number() });

async function send(
  terminal: Terminal,
  options: PortalOptions,
  kind: 'deployments' | 'incidents',
  fact: Record<string, unknown>,
): Promise<number> {
  for (const [field, value] of Object.entries(fact)) {
    if (field.endsWith('At') && Number.isNaN(Date.parse(String(value)))) {
      throw new CommandFailure(
        `${String(value)} is no time. Write it like 2026-11-21T10:00:00Z.`,
        UNUSABLE,
      );
    }
  }
  const body = await askPortal(terminal, options, {
    method: 'POST',
    path: `/api/dora/facts/${kind}`,
    body: fact,
  });
  const answer = accepted.safeParse(body);
  if (!answer.success) {
    throw new CommandFailure(
      'The portal answered something else than expected. Is it a Cairn portal?',
      NO_ANSWER,
    );
  }
  terminal.out(
    answer.data.accepted > 0 ? 'Recorded.' : 'It had been recorded before.',
  );
  return FINE;
}

/** Leaves out what was not said. */
function said(fact: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fact).filter(([, value]) => value !== undefined),
  );
}

/** `cairn dora deploy` */
export async function sendDeployment(
  terminal: Terminal,
  options: DeployFactOptions,
): Promise<number> {
  const { component, environment, id, result, revision } = options;
  const { startedAt, finishedAt, artifact, rollback } = options;
  return send(
    terminal,
    options,
    'deployments',
    said({
      component,
      environment,
      externalId: id,
      result,
      revision,
      startedAt,
      finishedAt,
      artifacts: artifact,
      kind: rollback ? 'rollback' : undefined,
    }),
  );
}

/** `cairn dora incident` */
export async function sendIncident(
  terminal: Terminal,
  options: IncidentFactOptions,
): Promise<number> {
  const { component, id, environment, openedAt, resolvedAt } = options;
  const { causedBy, fixedBy } = options;
  return send(
    terminal,
    options,
    'incidents',
    said({
      component,
      externalId: id,
      environment,
      openedAt,
      resolvedAt,
      causedBy,
      fixedBy,
    }),
  );
}

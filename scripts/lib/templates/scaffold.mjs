// Scaffolds through a portal, as a person who fills in the form.
import { setTimeout as wait } from 'node:timers/promises';
import { Failure } from '../say.mjs';

const TASK_SECONDS = 300;

/** Waits until the templates have come into the catalog. */
export async function waitForTemplates(person, refs) {
  const missing = new Set(refs);
  const end = Date.now() + 90_000;
  while (missing.size > 0) {
    for (const ref of missing) {
      const [, kind, namespace, name] = /^(.*):(.*)\/(.*)$/.exec(ref);
      const { status } = await person.ask(
        'GET',
        `/catalog/entities/by-name/${kind}/${namespace}/${name}`,
      );
      if (status === 200) missing.delete(ref);
    }
    if (missing.size === 0) return;
    if (Date.now() > end) {
      throw new Failure(
        `the catalog has no ${[...missing].join(', ')} after 90 s.`,
      );
    }
    await wait(1000);
  }
}

/** What went wrong in a task, in its own words. */
async function complaintsOf(person, id) {
  const { body } = await person.ask('GET', `/scaffolder/v2/tasks/${id}/events`);
  const events = Array.isArray(body) ? body : [];
  return events
    .map(({ body: event }) => event?.error?.message ?? event?.message ?? '')
    .slice(-12)
    .join('\n');
}

/**
 * Fills in the form of a path and waits until the run has ended.
 *
 * @param {import('./SignedIn.mjs').SignedIn} person
 * @param {string} templateRef
 * @param {Record<string, unknown>} values
 * @returns {Promise<{ remoteUrl: string, milliseconds: number }>}
 */
export async function scaffold(person, templateRef, values) {
  const began = Date.now();
  const created = await person.ask('POST', '/scaffolder/v2/tasks', {
    templateRef,
    values,
    secrets: {},
  });
  if (created.status !== 201) {
    throw new Failure(`the portal refused the form: ${created.status}`, {
      detail: JSON.stringify(created.body),
    });
  }
  const { id } = created.body;
  for (;;) {
    const { body } = await person.ask('GET', `/scaffolder/v2/tasks/${id}`);
    const { status } = body;
    if (status === 'completed') {
      const remoteUrl = await remoteOf(person, id);
      return { remoteUrl, milliseconds: Date.now() - began };
    }
    const late = Date.now() - began > TASK_SECONDS * 1000;
    if (late || ['failed', 'cancelled'].includes(status)) {
      throw new Failure(
        late ? `the run is still ${status}` : `the run has ${status}`,
        { detail: await complaintsOf(person, id) },
      );
    }
    await wait(300);
  }
}

async function remoteOf(person, id) {
  const { body } = await person.ask('GET', `/scaffolder/v2/tasks/${id}/events`);
  const output = body.map(event => event.body?.output).find(Boolean);
  const repository = output?.links?.find(({ title }) => title === 'Repository');
  if (!repository) throw new Failure('the run names no repository.');
  return `${repository.url.replace(/\/$/, '')}.git`;
}

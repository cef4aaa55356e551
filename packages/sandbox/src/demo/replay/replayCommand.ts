import { type Command, InvalidArgumentError, Option } from 'commander';
import { eventSources, type EventSource } from '../events/DemoEvent';
import { historyEvents } from '../events/historyEvents';
import { organisationOf } from '../organisation/organisation';
import { readCatalog } from '../organisation/readCatalog';
import { FERNHILL, readDemoState } from '../seed/DemoState';
import { replay, type ReplaySummary, UnreachableError } from './replay';
import { webhookAddress } from './webhookAddress';

interface Options {
  to?: string;
  secret?: string;
  from?: number;
  until?: number;
  only?: EventSource[];
  component?: string;
  rate?: number;
  atOnce: number;
  after?: string;
  dryRun: boolean;
  catalogDir: string;
  dataDir: string;
  anchor?: number;
}

/** Adds `replay`: sends the demo organisation's year to a webhook address. */
export function addReplayCommand(program: Command): void {
  program
    .command('replay')
    .description(
      "Send the demo organisation's year, as signed webhooks, to an address.",
    )
    .option(
      '--to <url>',
      'where to; {source} in it becomes github, alertmanager or cdevents',
      webhookAddress,
    )
    .addOption(
      new Option('--secret <secret>', 'what to sign with').env(
        'CAIRN_HISTORY_SECRET',
      ),
    )
    .option('--from <date>', 'from this day or instant on', instant)
    .option('--until <date>', 'before this day or instant', instant)
    .option('--only <sources>', 'of github, alertmanager, cdevents', sources)
    .option('--component <name>', 'of this component alone')
    .option('--rate <number>', 'events a second at most', positive)
    .option('--at-once <number>', 'how many are on their way', positive, 4)
    .option('--after <id>', 'go on after this event')
    .option('--dry-run', 'send nothing; print one line for each event', false)
    .option('--anchor <date>', 'the instant the year ends at', instant)
    .requiredOption('--catalog-dir <folder>', 'the catalog the demo is made of')
    .requiredOption('--data-dir <folder>', "the sandbox's data folder")
    .action(async (options: Options) => {
      process.exitCode = await run(options);
    });
}

async function run(options: Options): Promise<number> {
  const state = await readDemoState(options.dataDir);
  const anchor =
    options.anchor ??
    (state ? Date.parse(state.anchor) : Math.floor(Date.now() / 60_000) * 6e4);
  if (!state && options.anchor === undefined) {
    say('No sandbox has loaded the demo here; the year ends now.');
  }
  const { seed = FERNHILL, gitUrl = 'http://localhost:7030' } = state ?? {};
  const organisation = organisationOf(await readCatalog(options.catalogDir));
  const { component } = options;
  if (
    component !== undefined &&
    !organisation.services.some(({ name }) => name === component)
  ) {
    say(`There is no component ${component} in the catalog.`);
    return 2;
  }
  const events = historyEvents(organisation, {
    seed,
    anchor,
    gitUrl,
    sources: options.only,
    component,
    from: options.from,
    until: options.until,
  });
  if (options.dryRun) {
    for (const event of events) {
      const { headers } = event.render();
      const kind = headers['x-github-event'] ?? headers['ce-type'] ?? 'alert';
      const time = new Date(event.at).toISOString();
      process.stdout.write(
        `${time} ${event.id} ${event.source} ${kind} ${event.component}\n`,
      );
    }
    say(`${events.length} events; nothing was sent.`);
    return 0;
  }
  if (options.to === undefined) {
    say('Say where to: --to <url>, or --dry-run to look at the events.');
    return 2;
  }
  const began = performance.now();
  try {
    const summary = await replay(events, {
      ...options,
      to: options.to,
      secret: options.secret || undefined,
      progress: now => say(lineOf(now)),
    });
    const seconds = (performance.now() - began) / 1000;
    say(`Done in ${seconds.toFixed(1)} s.`);
    for (const { id, reason } of summary.refusals) say(`  ${id}: ${reason}`);
    return summary.refused > 0 ? 1 : 0;
  } catch (error) {
    if (
      !(error instanceof UnreachableError) &&
      !(error instanceof RangeError)
    ) {
      throw error;
    }
    say(error.message);
    return 1;
  }
}

function lineOf({ total, taken, refused, last }: ReplaySummary): string {
  return `${taken + refused} of ${total} sent, ${refused} refused${
    last ? `, up to ${last}` : ''
  }`;
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

function instant(text: string): number {
  const at = Date.parse(text);
  if (Number.isNaN(at)) {
    throw new InvalidArgumentError(
      'It must be a day such as 2026-03-01, or an instant such as 2026-03-01T09:00:00Z.',
    );
  }
  return at;
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0)) {
    throw new InvalidArgumentError('It must be a number above 0.');
  }
  return value;
}

function sources(text: string): EventSource[] {
  return text.split(',').map(word => {
    const found = eventSources.find(source => source === word.trim());
    if (found) return found;
    throw new InvalidArgumentError(
      `There is no source "${word}"; there are ${eventSources.join(', ')}.`,
    );
  });
}

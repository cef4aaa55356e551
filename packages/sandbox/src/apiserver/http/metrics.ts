import type { ApiContext } from './ApiContext';
import { sendRaw } from './respond';

/** Requests by method and code, per server. */
export class RequestCounter {
  private readonly counts = new Map<string, number>();

  count(verb: string, code: number): void {
    const key = `code="${code}",verb="${verb}"`;
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
  }

  /** Label sets with their counts, in a stable order. */
  entries(): [labels: string, count: number][] {
    return [...this.counts].sort(([a], [b]) => (a < b ? -1 : 1));
  }
}

interface Family {
  name: string;
  type: 'counter' | 'gauge';
  help: string;
  samples: [labels: string, value: number][];
}

function render({ name, type, help, samples }: Family): string {
  const lines = samples.map(
    ([labels, value]) => `${name}${labels && `{${labels}}`} ${value}\n`,
  );
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

/** `/metrics`: what a dashboard of an API server shows, as far as it is known here. */
export function handleMetrics(context: ApiContext): void {
  const { store, watches, requests } = context.services;
  const families: Family[] = [
    {
      name: 'apiserver_request_total',
      type: 'counter',
      help: 'Counter of apiserver requests broken out for each verb and HTTP response code.',
      samples: requests.entries(),
    },
    {
      name: 'apiserver_registered_watchers',
      type: 'gauge',
      help: 'Number of currently registered watchers.',
      samples: [['', watches.size]],
    },
    {
      name: 'apiserver_storage_objects',
      type: 'gauge',
      help: 'Number of stored objects at the time of last check split by kind.',
      samples: store
        .counts()
        .map(([resource, count]) => [`resource="${resource}"`, count]),
    },
    {
      name: 'process_resident_memory_bytes',
      type: 'gauge',
      help: 'Resident memory size in bytes.',
      samples: [['', process.memoryUsage.rss()]],
    },
  ];
  sendRaw(
    context.response,
    200,
    families.map(render).join(''),
    'text/plain; version=0.0.4; charset=utf-8; escaping=underscores',
  );
}

import type { Application } from '../../controllers/argocd';
import { applicationWire } from '../applications/applicationWire';
import { findApplication } from '../applications/findApplication';
import { matchesQuery } from '../applications/matchesQuery';
import { selectFields } from '../applications/selectFields';
import {
  isVisible,
  visibleApplications,
} from '../applications/visibleApplications';
import { type Call, query, type Route, subjectOf } from '../http/Call';
import { EventStream } from '../http/EventStream';
import type { ServerContext } from '../ServerContext';

/** Changes of a tree come in bursts; one picture of them is enough. */
const TREE_PAUSE_MS = 100;

/** Streams of changes. Nothing is sent, not even the status line, before there is an event. */
export function streamRoutes(context: ServerContext): Route[] {
  const at = '/api/v1/stream/applications';
  return [
    {
      method: 'GET',
      pattern: at,
      audience: 'stream',
      handler: async call => {
        await streamApplications(context, call);
        return undefined;
      },
    },
    {
      method: 'GET',
      pattern: `${at}/:name/resource-tree`,
      audience: 'stream',
      handler: async call => {
        await streamTree(context, call);
        return undefined;
      },
    },
  ];
}

async function streamApplications(context: ServerContext, call: Call) {
  const { argo } = context;
  const matches = matchesQuery(call);
  const subject = subjectOf(call);
  const stream = new EventStream(call);
  const fields = query(call, 'fields');
  const tell = (type: string, app: Application) => {
    const event = { result: { type, application: applicationWire(app) } };
    stream.send(fields ? selectFields(event, fields) : event);
  };
  // Rights are looked up for each change, one after the other, in its order.
  let tail: Promise<void> = Promise.resolve();
  const fromStart = !query(call, 'resourceVersion');
  let begun = false;
  const unsubscribe = argo.applications.informer.onChange(change => {
    // What is there already is told below, sorted.
    if (!begun || !matches(change.object)) return;
    tail = tail
      .then(async () => {
        if (await isVisible(context, subject, change.object)) {
          tell(change.type.toUpperCase(), change.object);
        }
      })
      .catch(() => stream.end());
  });
  begun = true;
  stream.onEnd(unsubscribe);
  if (!fromStart) return;
  tail = visibleApplications(context, subject).then(all => {
    for (const app of all.filter(matches)) tell('ADDED', app);
  });
  await tail;
}

async function streamTree(context: ServerContext, call: Call) {
  const { argo } = context;
  const app = await findApplication(context, call);
  const { namespace, name = '' } = app.metadata;
  const stream = new EventStream(call);
  let timer: NodeJS.Timeout | undefined;
  const look = async () => {
    timer = undefined;
    const current = argo.applications.get({ namespace, name });
    if (!current) return;
    stream.send({ result: await argo.resourceTree(current) });
  };
  const unsubscribe = argo.onTreeChange(app, () => {
    timer ??= setTimeout(() => {
      look().catch(() => stream.end());
    }, TREE_PAUSE_MS);
  });
  stream.onEnd(() => {
    clearTimeout(timer);
    unsubscribe();
  });
}

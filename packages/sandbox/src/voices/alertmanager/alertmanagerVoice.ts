import type { Voice } from '../http';
import { type Matcher, matcherFor } from '../promql';
import type { IncidentSource } from '../types';
import { fingerprintOf, isFiring, shortId, timeWire } from './alertGroup';

const FILTER = /^\s*([a-zA-Z_]\w*)\s*(=~|!~|!=|=)\s*(?:"(.*)"|(.*?))\s*$/s;
/** How far ahead the end of a firing alert is set: until it is heard of again. */
const AHEAD_MS = 4 * 60_000;

/** Alertmanager's API (`/api/v2`) as far as it is for reading. */
export function alertmanagerVoice(
  incidents: IncidentSource,
  now: () => number = Date.now,
): Voice {
  const started = new Date(now());
  return async ({ method, path, parameters }) => {
    if (path === '/-/healthy' || path === '/-/ready') {
      return { status: 200, text: 'OK' };
    }
    if (!/^\/api\/v2\/(status|alerts|silences)$/.test(path)) {
      return { status: 404, text: `path ${path} was not found` };
    }
    if (method !== 'GET' && method !== 'HEAD') {
      const message = `method ${method} is not allowed, this is for reading only`;
      return { status: 405, json: { code: 405, message } };
    }
    if (path.endsWith('/silences')) return { status: 200, json: [] };
    if (path.endsWith('/status')) {
      return { status: 200, json: statusOf(started) };
    }
    const matchers: Matcher[] = [];
    for (const text of parameters.getAll('filter')) {
      const [, name, operator, quoted, plain] = FILTER.exec(text) ?? [];
      if (!name || !operator) {
        return { status: 400, json: `bad matcher format: ${text}` };
      }
      matchers.push({
        name,
        operator: operator as Matcher['operator'],
        value: quoted ?? plain ?? '',
      });
    }
    const fits = matcherFor(matchers);
    const wanted = parameters.get('active') !== 'false';
    const time = now();
    const alerts = incidents()
      .filter(each => wanted && isFiring(each, time) && fits(each.labels))
      .map(({ labels, annotations, startsAt }) => ({
        annotations,
        endsAt: timeWire(new Date(time + AHEAD_MS)),
        fingerprint: fingerprintOf(labels),
        receivers: [{ name: 'cairn' }],
        startsAt: timeWire(startsAt),
        status: {
          inhibitedBy: [],
          mutedBy: [],
          silencedBy: [],
          state: 'active',
        },
        updatedAt: timeWire(new Date(time)),
        generatorURL: '',
        labels,
      }));
    return { status: 200, json: alerts };
  };
}

function statusOf(started: Date) {
  return {
    cluster: { name: shortId('cairn'), peers: [], status: 'disabled' },
    config: {
      original: 'route:\n  receiver: cairn\nreceivers:\n  - name: cairn\n',
    },
    uptime: timeWire(started),
    versionInfo: {
      branch: 'HEAD',
      buildDate: '',
      buildUser: '',
      goVersion: '',
      revision: 'cairn-sandbox',
      version: '0.28.1',
    },
  };
}

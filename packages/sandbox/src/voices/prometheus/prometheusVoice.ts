import type { Voice, VoiceReply, VoiceRequest } from '../http';
import { descriptions, familyOf } from '../metrics/descriptions';
import { INTERVAL } from '../metrics/ClusterMetrics';
import {
  ExecutionError,
  formatValue,
  matcherFor,
  parsePromql,
  PromqlError,
  type SeriesSource,
} from '../promql';
import type { IncidentSource } from '../types';
import { BadData, limitOf, timeOf } from './parameters';
import { queryInstant, queryRange } from './queries';

const success = (data: unknown): VoiceReply => ({
  status: 200,
  json: { status: 'success', data },
});
const failure = (status: number, errorType: string, error: string) => ({
  status,
  json: { status: 'error', errorType, error },
});

/** Prometheus's query API (`/api/v1`) over a source of series. */
export function prometheusVoice(
  source: SeriesSource,
  incidents: IncidentSource,
  now: () => number = Date.now,
): Voice {
  /** Series that one of the `match[]` means; all without one. */
  const matched = ({ parameters }: VoiceRequest, required = false) => {
    const texts = parameters.getAll('match[]');
    if (texts.length === 0 && required) {
      throw new BadData('no match[] parameter provided');
    }
    const tests = texts.map(text => {
      const selector = parsed(text, 'match[]');
      if (selector.kind !== 'selector' || selector.range !== undefined) {
        throw new BadData(
          `invalid parameter "match[]": 1:1: parse error: unexpected expression, a series selector is wanted`,
        );
      }
      return matcherFor(selector.matchers);
    });
    // A series is there if it has a sample at the end of what is asked about.
    const at = Math.min(timeOf(parameters, 'end', now()), now());
    const grid = Math.floor(at / INTERVAL) * INTERVAL;
    return [...source.list()].filter(
      ({ labels, at: read }) =>
        (tests.length === 0 || tests.some(test => test(labels))) &&
        read(grid) !== undefined,
    );
  };
  const names = (values: Iterable<string>, request: VoiceRequest) =>
    success([...new Set(values)].sort().slice(0, limitOf(request.parameters)));

  const active = () =>
    incidents().filter(({ startsAt, endsAt }) => {
      const time = now();
      return (
        startsAt.getTime() <= time && (endsAt?.getTime() ?? Infinity) > time
      );
    });

  const route = async (request: VoiceRequest): Promise<VoiceReply> => {
    const { path, parameters } = request;
    const [, label] = /^\/api\/v1\/label\/([^/]+)\/values$/.exec(path) ?? [];
    if (label) {
      const name = decodeURIComponent(label);
      return names(
        matched(request).flatMap(({ labels }) => labels[name] ?? []),
        request,
      );
    }
    switch (path) {
      case '/-/healthy':
        return { status: 200, text: 'Prometheus Server is Healthy.\n' };
      case '/-/ready':
        return { status: 200, text: 'Prometheus Server is Ready.\n' };
      case '/metrics':
        return { status: 200, text: exposition(source, now()) };
      case '/api/v1/query': {
        const query = parsed(parameters.get('query') ?? '', 'query');
        const time = timeOf(parameters, 'time', now());
        return success(queryInstant(source, query, time));
      }
      case '/api/v1/query_range': {
        const query = parsed(parameters.get('query') ?? '', 'query');
        return success(await queryRange(source, query, parameters));
      }
      case '/api/v1/series':
        return success(
          matched(request, true)
            .map(({ labels }) => labels)
            .slice(0, limitOf(parameters)),
        );
      case '/api/v1/labels':
        return names(
          matched(request).flatMap(({ labels }) => Object.keys(labels)),
          request,
        );
      case '/api/v1/metadata': {
        const metric = parameters.get('metric');
        const found = Object.entries(descriptions)
          .filter(([name]) => !metric || name === metric)
          .slice(0, limitOf(parameters))
          .map(([name, description]) => [name, [description]]);
        return success(Object.fromEntries(found));
      }
      case '/api/v1/alerts':
        return success({
          alerts: active().map(({ labels, annotations, startsAt }) => ({
            labels,
            annotations,
            state: 'firing',
            activeAt: startsAt.toISOString(),
            value: '1e+00',
          })),
        });
      case '/api/v1/rules':
        return success({ groups: [] });
      case '/api/v1/targets':
        return success({
          activeTargets: targets(source, now()),
          droppedTargets: [],
          droppedTargetCounts: {},
        });
      case '/api/v1/status/buildinfo':
        return success({
          version: '3.0.0',
          revision: 'cairn-sandbox',
          branch: 'HEAD',
          buildUser: '',
          buildDate: '',
          goVersion: '',
        });
      default:
        return { status: 404, text: '404 page not found\n' };
    }
  };

  return async request => {
    if (
      request.method !== 'GET' &&
      request.method !== 'POST' &&
      request.method !== 'HEAD'
    ) {
      return { status: 405, text: 'Method Not Allowed\n' };
    }
    try {
      return await route(request);
    } catch (error) {
      if (error instanceof BadData) {
        return failure(400, 'bad_data', error.message);
      }
      if (error instanceof ExecutionError) {
        return failure(422, 'execution', error.message);
      }
      throw error;
    }
  };
}

function parsed(text: string, parameter: string) {
  try {
    return parsePromql(text);
  } catch (error) {
    if (!(error instanceof PromqlError)) throw error;
    throw new BadData(
      `invalid parameter "${parameter}": ${error.describe(text)}`,
    );
  }
}

function targets(source: SeriesSource, now: number) {
  const found: unknown[] = [];
  for (const { labels } of source.list()) {
    if (labels.__name__ !== 'up') continue;
    const { __name__: _, ...rest } = labels;
    const address = `http://${labels.instance}/metrics`;
    found.push({
      discoveredLabels: {},
      labels: rest,
      scrapePool: labels.job,
      scrapeUrl: address,
      globalUrl: address,
      lastError: '',
      lastScrape: new Date(Math.floor(now / INTERVAL) * INTERVAL).toISOString(),
      lastScrapeDuration: 0.004,
      health: 'up',
      scrapeInterval: `${INTERVAL / 1000}s`,
      scrapeTimeout: '10s',
    });
  }
  return found;
}

/** All samples of now, in Prometheus's text format. */
function exposition(source: SeriesSource, now: number): string {
  const grid = Math.floor(now / INTERVAL) * INTERVAL;
  const families = new Map<string, string[]>();
  for (const { labels, at } of source.list()) {
    const value = at(grid);
    if (value === undefined) continue;
    const { __name__: name = '', ...rest } = labels;
    const family = familyOf(name);
    const inner = Object.entries(rest)
      .map(([key, text]) => `${key}=${JSON.stringify(text)}`)
      .join(',');
    const lines = families.get(family) ?? [];
    lines.push(`${name}{${inner}} ${formatValue(value)}`);
    families.set(family, lines);
  }
  return [...families]
    .map(([family, lines]) => {
      const { type = 'untyped', help = '' } = descriptions[family] ?? {};
      const head = `# HELP ${family} ${help}\n# TYPE ${family} ${type}\n`;
      return `${head}${lines.join('\n')}\n`;
    })
    .join('');
}

import {
  Evaluator,
  ExecutionError,
  parsePromql,
  type PromqlError,
  type Sample,
  type Series,
} from '.';

const MINUTE = 60_000;
const T0 = Date.UTC(2026, 0, 5, 12);

function series(text: string, at: Series['at']): Series {
  const [, name = '', inner = ''] = /^(\w+)(?:\{(.*)\})?$/.exec(text) ?? [];
  const labels = Object.fromEntries(
    [...inner.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [
      key,
      value,
    ]),
  );
  return { labels: { __name__: name, ...labels }, at };
}

const minutes = (time: number) => (time - T0) / MINUTE;
const source = {
  list: () => [
    series('requests{pod="a",code="200"}', time => minutes(time) * 60),
    series('requests{pod="a",code="500"}', time => minutes(time) * 6),
    series('requests{pod="b",code="200"}', time => minutes(time) * 120),
    series('limits{pod="a",node="one"}', () => 4),
    series('limits{pod="b",node="two"}', () => 8),
    series('restarted', time => minutes(time) % 10),
    series('young', time => (minutes(time) < 3 ? undefined : minutes(time))),
    series('waits_bucket{le="0.1"}', () => 50),
    series('waits_bucket{le="1"}', () => 90),
    series('waits_bucket{le="+Inf"}', () => 100),
    series('nothing', () => NaN),
  ],
};

function ask(query: string, time = T0 + 10 * MINUTE) {
  const value = new Evaluator(source, 30_000).at(parsePromql(query), time);
  if (!Array.isArray(value)) return value;
  const text = ({ labels, value: number }: Sample) =>
    `${Object.keys(labels)
      .sort()
      .map(name => `${name}=${labels[name]}`)
      .join(',')} ${Math.round(number * 1e6) / 1e6}`;
  return value.map(text).sort();
}

describe('PromQL', () => {
  it.each([
    ['1 + 2 * 3 ^ 2', 19],
    ['-2 ^ 2', -4],
    ['1 > bool 2', 0],
    ['2m + 1', 121],
    ['time()', (T0 + 10 * MINUTE) / 1000],
    ['scalar(limits{pod="a"})', 4],
    ['scalar(limits)', NaN],
    ['requests{code="500"}', ['__name__=requests,code=500,pod=a 60']],
    ['requests{code=~"5..",pod!~"b"}', ['__name__=requests,code=500,pod=a 60']],
    ['requests{code=~"50"}', []],
    ['requests{code="500"} offset 5m', ['__name__=requests,code=500,pod=a 30']],
    ['rate(requests{pod="b"}[5m])', ['code=200,pod=b 2']],
    ['increase(requests{pod="b"}[5m])', ['code=200,pod=b 600']],
    ['irate(requests{pod="b"}[5m])', ['code=200,pod=b 2']],
    ['rate(young[20m])', [' 0.006042']],
    ['resets(restarted[20m])', [' 1']],
    ['changes(limits{pod="a"}[5m])', ['node=one,pod=a 0']],
    ['avg_over_time(requests{code="500"}[2m])', ['code=500,pod=a 55.5']],
    ['max_over_time(rate(requests{pod="b"}[1m])[5m:1m])', ['code=200,pod=b 2']],
    [
      'quantile_over_time(0.5, requests{code="500"}[2m])',
      ['code=500,pod=a 55.5'],
    ],
    ['sum(requests)', [' 1860']],
    ['sum by (pod) (requests)', ['pod=a 660', 'pod=b 1200']],
    ['sum without (code) (requests)', ['pod=a 660', 'pod=b 1200']],
    ['avg(limits)', [' 6']],
    ['max(limits) - min(limits)', [' 4']],
    ['count by (code) (requests)', ['code=200 2', 'code=500 1']],
    ['quantile(0.5, limits)', [' 6']],
    ['stddev(limits)', [' 2']],
    ['topk(1, limits)', ['__name__=limits,node=two,pod=b 8']],
    [
      'bottomk by (node) (1, limits)',
      ['__name__=limits,node=one,pod=a 4', '__name__=limits,node=two,pod=b 8'],
    ],
    ['count_values("v", limits)', ['v=4 1', 'v=8 1']],
    ['limits > 5', ['__name__=limits,node=two,pod=b 8']],
    ['5 < bool limits', ['node=one,pod=a 0', 'node=two,pod=b 1']],
    [
      'requests / on(pod) group_left(node) limits',
      [
        'code=200,node=one,pod=a 150',
        'code=200,node=two,pod=b 150',
        'code=500,node=one,pod=a 15',
      ],
    ],
    ['sum by (pod) (requests) / on(pod) limits', ['pod=a 165', 'pod=b 150']],
    [
      'sum by (pod) (requests{code="500"}) / ignoring(node) sum by (pod) (requests)',
      ['pod=a 0.090909'],
    ],
    [
      'limits and on(pod) requests{code="500"}',
      ['__name__=limits,node=one,pod=a 4'],
    ],
    [
      'limits unless on(pod) requests{code="500"}',
      ['__name__=limits,node=two,pod=b 8'],
    ],
    [
      'limits{pod="a"} or limits',
      ['__name__=limits,node=one,pod=a 4', '__name__=limits,node=two,pod=b 8'],
    ],
    ['-limits{pod="a"}', ['node=one,pod=a -4']],
    ['histogram_quantile(0.5, waits_bucket)', [' 0.1']],
    ['histogram_quantile(0.7, waits_bucket)', [' 0.55']],
    ['histogram_quantile(0.99, waits_bucket)', [' 1']],
    ['absent(none{pod="a",x=~"y"})', ['pod=a 1']],
    ['absent(limits)', []],
    ['vector(3)', [' 3']],
    ['clamp_max(limits, 5)', ['node=one,pod=a 4', 'node=two,pod=b 5']],
    ['round(limits / 3, 0.5)', ['node=one,pod=a 1.5', 'node=two,pod=b 2.5']],
    ['hour()', [' 12']],
    ['day_of_week()', [' 1']],
    [
      'label_replace(limits{pod="a"}, "zone", "z-$1", "node", "(o).*")',
      ['__name__=limits,node=one,pod=a,zone=z-o 4'],
    ],
    ['{__name__=~"lim.+",pod="a"}', ['__name__=limits,node=one,pod=a 4']],
    ['sum(none)', []],
  ])('answers %s', (query, expected) => {
    expect(ask(query)).toEqual(expected);
  });

  it.each([
    ['sum(', '1:5: parse error: unexpected end of input'],
    ['foo bar', '1:5: parse error: unexpected "bar"'],
    ['a.b', '1:2: parse error: unexpected "."'],
    ['', '1:1: parse error: no expression found in input'],
    [
      '{}',
      '1:1: parse error: vector selector must contain at least one non-empty matcher',
    ],
    [
      '{a=~".*"}',
      '1:1: parse error: vector selector must contain at least one non-empty matcher',
    ],
    ['a{b=~"("}', '1:6: parse error: error parsing regexp'],
    [
      'rate(a)',
      '1:6: parse error: expected type range vector in call to function "rate", got instant vector',
    ],
    ['abs(a[5m])', '1:5: parse error: expected type instant vector'],
    [
      'sum(1)',
      '1:5: parse error: expected type instant vector in aggregation expression, got scalar',
    ],
    ['topk(a)', '1:1: parse error: wrong number of arguments'],
    [
      'predict_linear(a[1h], 5)',
      '1:1: parse error: unknown function with name "predict_linear"',
    ],
    ['a @ 5', '1:1: parse error: the modifier @ is not answered here'],
    ['limitk(1, a)', '1:1: parse error: limitk is not answered here'],
    ['a[5m + 1m]', '1:3: parse error: "5m+1m" is not a plain duration'],
    [
      '1 == 1',
      '1:3: parse error: comparisons between scalars must use BOOL modifier',
    ],
    [
      'a + bool b',
      '1:3: parse error: bool modifier can only be used on comparison operators',
    ],
    [
      'a + on(x) 1',
      '1:3: parse error: vector matching only allowed between instant vectors',
    ],
    ['a\n  and 1', '2:7: parse error: expected type instant vector'],
    [
      'rate(a[5m])[5m]',
      '1:1: parse error: ranges only allowed for vector selectors',
    ],
  ])('refuses %s and says where', (query, expected) => {
    let said = '';
    try {
      parsePromql(query);
    } catch (error) {
      said = (error as PromqlError).describe(query);
    }
    expect(said).toContain(expected);
  });

  it.each([
    'limits * on(pod) requests',
    'requests * on(pod) limits',
    'count_over_time(requests[10000d])',
  ])('works %s not out rather than wrongly', query => {
    expect(() => ask(query)).toThrow(ExecutionError);
  });
});

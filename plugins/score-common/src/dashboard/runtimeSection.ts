import type { Panel, Section, Unit } from './panels';
import { series } from './selectors';
import type { ServiceLanguage } from './types';

type Chart = [title: string, description: string, unit: Unit, expr: Expression];
type Expression = (selected: (metric: string) => string) => string;

const byPod =
  (metric: string): Expression =>
  selected =>
    `sum by (pod) (${selected(metric)})`;
const rateByPod =
  (metric: string): Expression =>
  selected =>
    `sum by (pod) (rate(${selected(metric)}[$__rate_interval]))`;

const NODE: Chart[] = [
  [
    'Event loop lag, 99th percentile',
    'How late timers run: the program is busy with something that does not let others through.',
    's',
    byPod('nodejs_eventloop_lag_p99_seconds'),
  ],
  [
    'Heap in use',
    'Memory of JavaScript objects.',
    'bytes',
    byPod('nodejs_heap_size_used_bytes'),
  ],
  [
    'Time in garbage collection',
    'Seconds a second spent on it.',
    'percentunit',
    rateByPod('nodejs_gc_duration_seconds_sum'),
  ],
  [
    'Open handles',
    'Sockets, timers and files that are open; it should not only grow.',
    'short',
    byPod('nodejs_active_handles_total'),
  ],
];

const CHARTS: Record<ServiceLanguage, Chart[]> = {
  typescript: NODE,
  react: NODE,
  go: [
    [
      'Goroutines',
      'What runs at the same time; it should not only grow.',
      'short',
      byPod('go_goroutines'),
    ],
    [
      'Heap in use',
      'Memory of live objects and those not collected yet.',
      'bytes',
      byPod('go_memstats_heap_inuse_bytes'),
    ],
    [
      'Time in garbage collection',
      'Seconds a second in which the program stood still for it.',
      'percentunit',
      rateByPod('go_gc_duration_seconds_sum'),
    ],
    [
      'Open files',
      'Sockets and files that are open.',
      'short',
      byPod('process_open_fds'),
    ],
  ],
  java: [
    [
      'Heap in use',
      'Memory of live objects and those not collected yet.',
      'bytes',
      byPod('jvm_memory_used_bytes{area="heap"}'),
    ],
    [
      'Time in garbage collection',
      'Seconds a second in which the program stood still for it.',
      'percentunit',
      rateByPod('jvm_gc_pause_seconds_sum'),
    ],
    [
      'Threads',
      'Threads that live; it should not only grow.',
      'short',
      byPod('jvm_threads_live_threads'),
    ],
    [
      'Classes',
      'Classes that are loaded; it should not only grow.',
      'short',
      byPod('jvm_classes_loaded_classes'),
    ],
  ],
  python: [
    [
      'Memory of the process',
      'What the process holds, with its libraries.',
      'bytes',
      byPod('process_resident_memory_bytes'),
    ],
    [
      'CPU of the process',
      'CPUs in use; Python code uses one at most.',
      'cores',
      rateByPod('process_cpu_seconds_total'),
    ],
    [
      'Garbage collections',
      'Collections a second, of all generations.',
      'ops',
      rateByPod('python_gc_collections_total'),
    ],
    [
      'Open files',
      'Sockets and files that are open.',
      'short',
      byPod('process_open_fds'),
    ],
  ],
};

const TITLES: Record<ServiceLanguage, string> = {
  typescript: 'Node.js',
  react: 'Node.js',
  go: 'Go',
  java: 'Java',
  python: 'Python',
};

/** What a language's runtime says of itself. */
export function runtimeSection(
  language: ServiceLanguage,
  pods: readonly string[],
): Section {
  const selected = (metric: string) => series(metric, ...pods);
  return {
    title: TITLES[language],
    panels: CHARTS[language].map(
      ([title, description, unit, expr]): Panel => ({
        type: 'timeseries',
        width: 12,
        title,
        description,
        unit,
        queries: [{ expr: expr(selected), legend: '{{pod}}' }],
      }),
    ),
  };
}

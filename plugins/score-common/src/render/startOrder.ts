import { sortedEntries } from '../json';
import type { Problems } from '../parse/Problems';
import type { ScoreWorkload } from '../parse/workloadSchema';

/** Whether a container runs beside the others, before them, or before them and on. */
export type StartRole = 'main' | 'init' | 'sidecar';

/** One container and when it starts. */
export interface StartStep {
  name: string;
  role: StartRole;
  /** For a sidecar: whether the next container waits until it is healthy. */
  waitsForHealth: boolean;
}

/**
 * The order containers start in, from their `before` maps: what has to be `complete` becomes an init
 * container; what has to be `started` or `healthy` an init container that keeps running.
 */
export function startOrder(
  containers: ScoreWorkload['containers'],
  problems: Problems,
): StartStep[] {
  const wanted = new Map<string, Set<string>>();
  for (const [name, container] of sortedEntries(containers)) {
    for (const [other, { ready }] of sortedEntries(container.before)) {
      if (Object.hasOwn(containers, other)) {
        wanted.set(other, (wanted.get(other) ?? new Set()).add(ready));
      } else {
        problems.add(['containers', name, 'before', other], {
          at: 'key',
          message: `There is no container ${other}.`,
          mend: `Choose one of: ${Object.keys(containers).sort().join(', ')}.`,
        });
      }
    }
  }
  const steps: StartStep[] = [];
  const done = new Set<string>();
  for (const [name] of sortedEntries(containers)) {
    visit(name, []);
  }
  return [
    ...steps.filter(it => it.role !== 'main'),
    ...steps.filter(it => it.role === 'main'),
  ];

  function visit(name: string, way: string[]): void {
    if (done.has(name)) {
      return;
    }
    for (const [other] of sortedEntries(containers[name].before)) {
      const path = ['containers', name, 'before', other];
      if (other === name || way.includes(other)) {
        problems.add(path, {
          at: 'key',
          message: `Containers wait for each other: ${[
            ...way.slice(way.indexOf(other)),
            name,
            other,
          ].join(' → ')}.`,
          mend: 'Remove one of these entries.',
        });
      } else if (Object.hasOwn(containers, other)) {
        visit(other, [...way, name]);
      }
    }
    if (!done.has(name)) {
      done.add(name);
      steps.push(stepOf(name));
    }
  }

  function stepOf(name: string): StartStep {
    const states = wanted.get(name);
    if (!states) {
      return { name, role: 'main', waitsForHealth: false };
    }
    return states.has('complete')
      ? { name, role: 'init', waitsForHealth: false }
      : { name, role: 'sidecar', waitsForHealth: states.has('healthy') };
  }
}

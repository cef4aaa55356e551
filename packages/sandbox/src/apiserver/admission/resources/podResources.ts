import {
  type Fields,
  fieldsOf,
  listOf,
  textOf,
} from '../../schema/builtin/rules/common';
import { addAll, type Amounts, amountOf, raiseAll } from './quantities';

type Part = 'requests' | 'limits';

/** What a container asks for, or may use at most. */
export function containerAmounts(container: Fields, part: Part): Amounts {
  return Object.fromEntries(
    Object.entries(fieldsOf(fieldsOf(container, 'resources'), part)).map(
      ([name, quantity]) => [name, amountOf(quantity)],
    ),
  );
}

/**
 * What a pod asks for as a whole: the sum of its containers, or what an init
 * container needs if that is more; what is said of the pod itself wins.
 */
export function podAmounts(pod: Fields, part: Part): Amounts {
  const spec = fieldsOf(pod, 'spec');
  const total: Amounts = {};
  for (const container of listOf(spec, 'containers')) {
    addAll(total, containerAmounts(container, part));
  }
  const sidecars: Amounts = {};
  const highest: Amounts = {};
  for (const container of listOf(spec, 'initContainers')) {
    const own = containerAmounts(container, part);
    if (textOf(container, 'restartPolicy') === 'Always') {
      addAll(total, own);
      addAll(sidecars, own);
      raiseAll(highest, sidecars);
    } else {
      const peak = { ...own };
      addAll(peak, sidecars);
      raiseAll(highest, peak);
    }
  }
  raiseAll(total, highest);
  const whole = fieldsOf(fieldsOf(spec, 'resources'), part);
  for (const [name, quantity] of Object.entries(whole)) {
    total[name] = amountOf(quantity);
  }
  return total;
}

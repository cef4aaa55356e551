import { sortedEntries } from '../json';
import type { ScoreWorkload } from '../parse/workloadSchema';

/** A port of the service, with what the file leaves open filled in. */
export interface ServicePort {
  name: string;
  port: number;
  protocol: 'TCP' | 'UDP';
  targetPort: number;
}

/** The ports of a workload's service, by name. */
export function servicePorts(workload: ScoreWorkload): ServicePort[] {
  return sortedEntries(workload.service?.ports).map(
    ([name, { port, protocol = 'TCP', targetPort = port }]) => ({
      name,
      port,
      protocol,
      targetPort,
    }),
  );
}

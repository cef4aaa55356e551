import type { Stage } from '@cairn/plugin-dora-common';
import { Panel, formatDuration } from '@cairn/plugin-platform-react';
import type { Metrics } from '../api/types';
import { stageWords } from '../words/metricWords';
import { PlainTable } from './PlainTable';

const stages: Stage[] = ['commit', 'pullRequest', 'review', 'merge', 'deploy'];

const length = (value: number | null) =>
  value === null ? '–' : formatDuration(value);

/** Where the time of a change goes, stage by stage. */
export function StageList({ metrics }: { metrics: Metrics }) {
  const { changeLeadTime } = metrics;
  return (
    <Panel
      title="Where the time goes"
      sentence="Of changes that came by pull request. The middle ones of the stages do not add up to the middle one of the whole."
    >
      <PlainTable
        label="Stages of the lead time"
        columns={[
          'Stage',
          'Middle',
          'Three of four within',
          'Nine of ten within',
          'Changes',
        ]}
      >
        {stages.map(stage => {
          const { p50, p75, p90, n } = changeLeadTime.stages[stage];
          return (
            <tr key={stage}>
              <td>{stageWords[stage]}</td>
              <td>{length(p50)}</td>
              <td>{length(p75)}</td>
              <td>{length(p90)}</td>
              <td>{n.toLocaleString('en-GB')}</td>
            </tr>
          );
        })}
      </PlainTable>
    </Panel>
  );
}

import type { ReactNode } from 'react';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import {
  entityRouteParams,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import type { ScaffolderTask } from '@backstage/plugin-scaffolder-react';
import { Link } from '@backstage/ui';
import {
  EntityName,
  Panel,
  RelativeTime,
  formatDuration,
} from '@cairn/plugin-platform-react';
import type { RunSubject } from './runSubject';
import styles from './RunFacts.module.css';

interface RunFactsProps {
  task: ScaffolderTask;
  subject: RunSubject;
  duration: number | undefined;
}

/** What was asked for, by whom, and when. */
export function RunFacts({ task, subject, duration }: RunFactsProps) {
  const entityHref = useRouteRef(entityRouteRef);
  const starter = task.spec.user?.ref;
  const entity = (ref: string, label: ReactNode) => (
    <Link href={entityHref?.(entityRouteParams(ref)) ?? ''}>{label}</Link>
  );
  return (
    <Panel title="Facts">
      <dl className={styles.facts}>
        <dt>Golden path</dt>
        <dd>
          {subject.templateRef
            ? entity(
                subject.templateRef,
                subject.template ?? subject.templateRef,
              )
            : '–'}
        </dd>
        <dt>Team</dt>
        <dd>{subject.owner ?? '–'}</dd>
        <dt>Started by</dt>
        <dd>
          {starter ? entity(starter, <EntityName entityRef={starter} />) : '–'}
        </dd>
        <dt>Started</dt>
        <dd>
          <RelativeTime instant={task.createdAt} />
        </dd>
        <dt>Took</dt>
        <dd>{duration === undefined ? '–' : formatDuration(duration)}</dd>
        <dt>Run</dt>
        <dd>
          <code>{task.id}</code>
        </dd>
      </dl>
    </Panel>
  );
}

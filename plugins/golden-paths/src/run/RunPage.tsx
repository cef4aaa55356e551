import { useState } from 'react';
import { useTaskEventStream } from '@backstage/plugin-scaffolder-react';
import { Button, ButtonLink, Link } from '@backstage/ui';
import {
  FailurePanel,
  PageFrame,
  Panel,
  SkeletonRows,
  StateBadge,
  isNotFound,
  useNow,
} from '@cairn/plugin-platform-react';
import { useParams } from 'react-router-dom';
import { usePageLinks } from '../create/pageLinks';
import { readFailure } from './readFailure';
import { RunFacts } from './RunFacts';
import { runDestinations, runSubject } from './runSubject';
import { RunTimeline } from './RunTimeline';
import { isCutOff, runDuration, runState, runSteps } from './runSteps';
import { sentenceOf } from './runSentence';
import { useRunActions } from './useRunActions';
import { useOutputLinks, WhatNow } from './WhatNow';
import styles from './RunPage.module.css';

/** A run of a golden path, live; the address leads back to it at any time. */
export function RunPage() {
  const { taskId = '' } = useParams();
  const [attempt, setAttempt] = useState(0);
  // A run that is tried again is followed anew.
  return (
    <FollowedRun
      key={`${taskId} ${attempt}`}
      taskId={taskId}
      onRetried={() => setAttempt(attempt + 1)}
    />
  );
}

interface FollowedRunProps {
  taskId: string;
  onRetried: () => void;
}

function FollowedRun({ taskId, onRetried }: FollowedRunProps) {
  const stream = useTaskEventStream(taskId);
  const links = usePageLinks();
  const actions = useRunActions(taskId, onRetried);
  const outputLinks = useOutputLinks(stream.output);
  const { task, error } = stream;
  const steps = runSteps(stream);
  const state = runState(stream);
  const now = useNow(state === 'working');
  const subject = runSubject(task);
  const back = { href: links.list, label: 'Create' };

  if (!task && error) {
    return (
      <PageFrame
        title={isNotFound(error) ? 'There is no such run' : 'Run'}
        sentence={
          isNotFound(error)
            ? 'You can see a run when you started it, or when you belong to the platform team.'
            : 'The run could not be read.'
        }
        back={back}
      >
        {!isNotFound(error) && (
          <FailurePanel
            title="The run could not be read."
            error={error}
            onRetry={onRetried}
          />
        )}
      </PageFrame>
    );
  }

  const cutOff = isCutOff(stream);
  const failure =
    error && !cutOff && state === 'failed'
      ? readFailure(error.message)
      : undefined;
  const duration = runDuration(steps, now);
  const running = state === 'working' || state === 'waiting';
  return (
    <PageFrame
      title={subject.title}
      badge={task && <StateBadge state={state} />}
      sentence={
        task ? sentenceOf({ state, steps, duration, subject }) : '\u00a0'
      }
      back={back}
      action={
        task &&
        (running ? (
          <Button
            variant="secondary"
            isPending={actions.pending === 'cancel'}
            onPress={actions.cancel}
          >
            Stop the run
          </Button>
        ) : (
          state !== 'ready' && (
            <Button
              variant="primary"
              isPending={actions.pending === 'retry'}
              onPress={actions.retry}
            >
              Try again
            </Button>
          )
        ))
      }
    >
      {actions.error && (
        <div className={styles.notice}>
          <FailurePanel
            title="That did not work; the run is as it was."
            error={actions.error}
          />
        </div>
      )}
      {cutOff && error && (
        <p className={styles.cutOff} role="status">
          The portal does not answer just now, so what is shown may be old. The
          run goes on; this page asks again by itself.
        </p>
      )}
      {!task && <SkeletonRows rows={8} height={36} label="Loading the run" />}
      {task && (
        <div className={styles.columns}>
          <div className={styles.story}>
            {state === 'ready' && (
              <WhatNow
                output={stream.output}
                links={[...outputLinks, ...runDestinations(task)]}
              />
            )}
            {failure && (
              <Panel title="What exists already">
                {failure.exists.length > 0 ? (
                  <ul className={styles.exists}>
                    {failure.exists.map(item => (
                      <li key={item}>
                        {item.startsWith('http') ? (
                          <Link href={item}>{item}</Link>
                        ) : (
                          item
                        )}
                      </li>
                    ))}
                  </ul>
                ) : (
                  <p className={styles.nothing}>
                    Nothing has been made outside the portal yet.
                  </p>
                )}
                <p className={styles.nothing}>
                  Trying again goes on from here, and makes nothing twice.
                </p>
              </Panel>
            )}
            <Panel title="Steps">
              <RunTimeline steps={steps} failure={failure?.message} />
            </Panel>
          </div>
          <div className={styles.side}>
            <RunFacts task={task} duration={duration} subject={subject} />
            {!running && (
              <ButtonLink variant="secondary" href={links.tasks}>
                Earlier runs
              </ButtonLink>
            )}
          </div>
        </div>
      )}
    </PageFrame>
  );
}

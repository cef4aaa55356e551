import type { TaskStream } from '@backstage/plugin-scaffolder-react';
import { readCommands } from './readCommands';
import { readFailure } from './readFailure';
import {
  isCutOff,
  linksIn,
  logText,
  runDuration,
  runState,
  runSteps,
} from './runSteps';

function streamOf(change: Partial<TaskStream> = {}): TaskStream {
  return {
    cancelled: false,
    completed: false,
    loading: false,
    stepLogs: {},
    steps: {},
    task: {
      id: 'run-1',
      status: 'processing',
      createdAt: '2026-11-21T12:00:00Z',
      spec: {
        apiVersion: 'scaffolder.backstage.io/v1beta3',
        parameters: {},
        output: {},
        steps: ['code', 'publish', 'register'].map(id => ({
          id,
          name: `The step ${id}`,
          action: `cairn:${id}`,
        })),
      },
    },
    ...change,
  };
}

const begun: TaskStream['steps'] = {
  code: {
    id: 'code',
    status: 'completed',
    startedAt: '2026-11-21T12:00:01Z',
    endedAt: '2026-11-21T12:00:04Z',
  },
  publish: {
    id: 'publish',
    status: 'processing',
    startedAt: '2026-11-21T12:00:04Z',
  },
  register: { id: 'register', status: 'open' },
};

describe('the steps of a run', () => {
  it('are told apart while it goes on, with their logs and links', () => {
    const stream = streamOf({
      steps: begun,
      stepLogs: {
        publish: [
          '2026-11-21T12:00:05Z \u001b[32minfo\u001b[39m: Made https://git.example/a/b.',
          '2026-11-21T12:00:06Z See (https://git.example/a/b), again',
        ],
      },
    });
    const steps = runSteps(stream);
    expect(steps.map(({ status }) => status)).toEqual([
      'done',
      'current',
      'pending',
    ]);
    expect(steps[1].log[0]).toBe('info: Made https://git.example/a/b.');
    expect(steps[1].links).toEqual(['https://git.example/a/b']);
    expect(runState(stream)).toBe('working');
    const now = Date.parse('2026-11-21T12:00:11Z');
    expect(runDuration(steps, now)).toBe(10_000);
    expect(runState(streamOf())).toBe('waiting');
    expect(runDuration(runSteps(streamOf()), now)).toBeUndefined();
  });

  it('say what failed, and what was therefore not done', () => {
    const stream = streamOf({
      completed: true,
      error: new Error('no'),
      steps: {
        ...begun,
        publish: {
          ...begun.publish,
          status: 'failed',
          endedAt: '2026-11-21T12:00:09Z',
        },
      },
    });
    const steps = runSteps(stream);
    expect(steps.map(({ status }) => status)).toEqual([
      'done',
      'failed',
      'skipped',
    ]);
    expect(runState(stream)).toBe('failed');
    expect(runDuration(steps, Date.parse('2026-11-22T00:00:00Z'))).toBe(8_000);
  });

  it('go on while the portal does not answer, and end when they are stopped', () => {
    const silent = streamOf({
      completed: true,
      error: new Error('connection lost'),
      steps: begun,
    });
    expect(isCutOff(silent)).toBe(true);
    expect(runState(silent)).toBe('working');
    expect(runSteps(silent)[1].status).toBe('current');

    const stopped = streamOf({ cancelled: true, steps: begun });
    expect(runState(stopped)).toBe('paused');
    expect(runSteps(stopped).map(({ status }) => status)).toEqual([
      'done',
      'skipped',
      'skipped',
    ]);
  });
});

describe('texts of a run', () => {
  it('are cleaned of what is for machines', () => {
    expect(logText('2026-11-21T12:00:05.123Z Rendered 9 manifests.')).toBe(
      'Rendered 9 manifests.',
    );
    expect(linksIn(['no address', 'http://a.example/x?y=1#z!'])).toEqual([
      'http://a.example/x?y=1#z',
    ]);
  });

  it.each([
    [
      'Error: The token was refused. Ask the platform team. Exists already: https://git.example/a/b, https://git.example/c.',
      {
        message: 'The token was refused. Ask the platform team.',
        exists: ['https://git.example/a/b', 'https://git.example/c'],
      },
    ],
    [
      'InputError: No such team. Choose yours. Exists already: nothing.',
      { message: 'No such team. Choose yours.', exists: [] },
    ],
    [
      'Request failed. Exists already: https://git.example/a/b. Retry goes on from here.',
      { message: 'Request failed.', exists: ['https://git.example/a/b'] },
    ],
    ['Something else', { message: 'Something else', exists: [] }],
  ])('say what exists already: %s', (text, expected) => {
    expect(readFailure(text)).toEqual(expected);
  });

  it('give the commands one by one', () => {
    expect(
      readCommands(
        'Run it\nlocally:\n\n```sh\ngit clone x\n\ncd x\n```\n\nThen look.',
      ),
    ).toEqual([
      { kind: 'text', text: 'Run it locally:' },
      { kind: 'commands', commands: ['git clone x', 'cd x'] },
      { kind: 'text', text: 'Then look.' },
    ]);
  });
});

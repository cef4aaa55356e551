import { retryWhileStarting } from './retryWhileStarting';

const starting = () =>
  new Response('{}', { status: 503, headers: { 'retry-after': '1' } });

/** A fetch that gives these answers, one after the other; the last for ever. */
function backend(...answers: Array<() => Response>) {
  const asked: string[] = [];
  const waited: number[] = [];
  const fetch = retryWhileStarting(async pause => {
    waited.push(pause);
  }).apply(async input => {
    const request = new Request(input);
    asked.push(`${request.method} ${await request.text()}`.trim());
    return answers[Math.min(asked.length, answers.length) - 1]();
  });
  return { asked, waited, fetch };
}

describe('retryWhileStarting', () => {
  it('asks again until the backend has started', async () => {
    const { asked, waited, fetch } = backend(
      starting,
      starting,
      () => new Response('ready'),
    );
    const response = await fetch('http://portal.test/api/claims');
    expect(await response.text()).toBe('ready');
    expect(asked).toHaveLength(3);
    expect(waited).toHaveLength(2);
  });

  it('gives up in the end, and says what the backend says', async () => {
    const { waited, fetch } = backend(starting);
    expect((await fetch('http://portal.test/api/claims')).status).toBe(503);
    expect(waited.reduce((sum, pause) => sum + pause)).toBeGreaterThan(10_000);
  });

  it('repeats neither a write nor what fails for another reason', async () => {
    const writing = backend(starting);
    const written = await writing.fetch('http://portal.test/api/claims', {
      method: 'POST',
      body: 'once',
    });
    expect(written.status).toBe(503);
    expect(writing.asked).toEqual(['POST once']);
    const broken = backend(() => new Response('{}', { status: 503 }));
    await broken.fetch('http://portal.test/api/claims');
    expect(broken.asked).toHaveLength(1);
  });
});

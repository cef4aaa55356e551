// Where the results of npm run test:platform go, machine-readable.
import path from 'node:path';
import { ROOT } from '../options.mjs';

export const OUTPUT = path.join(ROOT, 'test-output', 'platform');

/** What a target answered to each check. @param {'real' | 'sandbox'} target */
export const answersOf = target => path.join(OUTPUT, 'answers', target);

import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import {
  createMockDirectory,
  mockErrorHandler,
} from '@backstage/backend-test-utils';
import express from 'express';
import request from 'supertest';
import { createCliRouter } from './CliDownload';

const folder = createMockDirectory();

async function serve(file: string) {
  const router = await createCliRouter({ file });
  return express().use(router).use(mockErrorHandler());
}

it('serves the program as it is, with what proves it', async () => {
  const program = '#!/usr/bin/env node\nconsole.log("é");\n';
  const file = folder.resolve('cairn.mjs');
  await writeFile(file, program);
  const app = await serve(file);
  const digest = createHash('sha256').update(program).digest('hex');

  const { status, headers, text } = await request(app)
    .get('/cli/cairn.mjs')
    .buffer(true)
    .parse((res, done) => {
      const parts: Buffer[] = [];
      res.on('data', part => parts.push(part));
      res.on('end', () => done(null, Buffer.concat(parts).toString('utf8')));
    })
    .then(response => ({
      ...response,
      text: response.body,
      headers: response.headers,
      status: response.status,
    }));
  expect(status).toBe(200);
  expect(text).toBe(program);
  expect(headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'content-disposition': 'attachment; filename="cairn.mjs"',
    'x-content-type-options': 'nosniff',
    etag: `"${digest}"`,
  });
  const sum = await request(app).get('/cli/cairn.mjs.sha256');
  expect(sum.text).toBe(`${digest}  cairn.mjs\n`);
  const again = await request(app)
    .get('/cli/cairn.mjs')
    .set('if-none-match', `"${digest}"`);
  expect(again.status).toBe(304);
});

it('says so when it has not been built', async () => {
  const { status, body } = await request(
    await serve(folder.resolve('none.mjs')),
  ).get('/cli/cairn.mjs');
  expect(status).toBe(404);
  expect(body.error.message).toContain('has not been built into this portal');
});

// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import axe from 'axe-core';
import { MemoryRouter } from 'react-router';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { App } from '../src/App.js';

const order = {
  id: '1',
  customer: 'Ada',
  lines: [{ sku: 'apple', quantity: 2 }],
  status: 'open',
  createdAt: '2026-01-02T03:04:05.000Z',
};

/** Answers requests by method and address. */
function answerWith(answers: Record<string, { status?: number; body: unknown }>) {
  const fetch = vi.fn((url: string, init?: RequestInit) => {
    const found = answers[`${init?.method ?? 'GET'} ${url}`];
    return Promise.resolve(
      new Response(JSON.stringify(found?.body ?? { message: 'Not here.' }), {
        status: found ? (found.status ?? 200) : 404,
      }),
    );
  });
  vi.stubGlobal('fetch', fetch);
  return fetch;
}

function show(path: string) {
  return render(
    <MemoryRouter initialEntries={[path]}>
      <App />
    </MemoryRouter>,
  );
}

async function expectAccessible(container: Element) {
  // Colours are not computed here.
  const rules = { 'color-contrast': { enabled: false } };
  const { violations } = await axe.run(container, { rules });
  expect(violations.map(({ id, help }) => `${id}: ${help}`)).toEqual([]);
}

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe('the pages', () => {
  it('list orders, and lead to each', async () => {
    answerWith({
      'GET /api/orders': { body: { items: [order] } },
      'GET /api/orders/1': { body: order },
    });
    const { container } = show('/');
    expect(screen.getByRole('status').textContent).toBe('Loading …');
    const link = await screen.findByRole('link', { name: 'Ada' });
    await expectAccessible(container);
    await userEvent.click(link);
    expect(await screen.findByText('2 × apple')).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByRole('main'));
    await expectAccessible(container);
  });

  it('say what went wrong, and try again', async () => {
    answerWith({ 'GET /api/orders': { status: 503, body: { message: 'The API is away.' } } });
    show('/');
    expect((await screen.findByRole('alert')).textContent).toContain('The API is away.');
    answerWith({ 'GET /api/orders': { body: { items: [] } } });
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('There are no orders yet.')).toBeTruthy();
  });

  it('place an order, once it is whole', async () => {
    const fetch = answerWith({
      'POST /api/orders': { status: 201, body: order },
      'GET /api/orders/1': { body: order },
    });
    const { container } = show('/new');
    await userEvent.clear(screen.getByLabelText('Quantity'));
    await userEvent.click(screen.getByRole('button', { name: 'Place order' }));
    expect(screen.getByText('Say who it is for.')).toBeTruthy();
    expect(screen.getByLabelText('Quantity').getAttribute('aria-invalid')).toBe('true');
    expect(fetch).not.toHaveBeenCalled();
    await expectAccessible(container);

    await userEvent.type(screen.getByLabelText('Customer'), 'Ada');
    await userEvent.type(screen.getByLabelText('Article'), 'apple');
    await userEvent.type(screen.getByLabelText('Quantity'), '2');
    await userEvent.click(screen.getByRole('button', { name: 'Place order' }));
    expect(await screen.findByRole('heading', { name: 'What was ordered' })).toBeTruthy();
    expect(fetch.mock.calls[0]?.[1]?.body).toBe(
      JSON.stringify({ customer: 'Ada', lines: [{ sku: 'apple', quantity: 2 }] }),
    );
  });

  it('say that there is no such page', async () => {
    answerWith({});
    const { container } = show('/nowhere');
    expect(screen.getByRole('heading', { name: 'There is no such page' })).toBeTruthy();
    await expectAccessible(container);
  });
});

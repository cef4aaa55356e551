import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  InMemoryClaims,
  claimDetail,
  inState,
} from '../__testUtils__/InMemoryClaims';
import { renderDatabases } from '../__testUtils__/renderDatabases';

function someClaims(): InMemoryClaims {
  const claims = new InMemoryClaims();
  claims.claims = [
    claimDetail({ name: 'orders' }),
    claimDetail({ name: 'ledger', state: inState('working') }),
    claimDetail({
      name: 'routes',
      namespace: 'logistics-dev',
      owner: 'group:default/logistics',
      state: inState('failed'),
    }),
  ];
  return claims;
}

/** Names of the rows, top to bottom. */
function rowNames(): string[] {
  return screen
    .getAllByRole('row')
    .slice(1)
    .map(row => within(row).getByRole('rowheader').textContent ?? '');
}

describe('DatabaseListPage', () => {
  it('answers first, shows my teams, and all teams on request', async () => {
    renderDatabases(someClaims(), '/databases');
    expect(
      await screen.findByText('2 databases in 1 team, 1 in motion.'),
    ).toBeVisible();
    const ledger = await screen.findByRole('row', { name: /ledger/ });
    expect(within(ledger).getByText('Working')).toBeVisible();
    expect(screen.queryByRole('row', { name: /routes/ })).toBeNull();

    await userEvent.click(
      screen.getByRole('button', { name: /My teams, remove/ }),
    );
    expect(
      await screen.findByText(
        '3 databases in 2 teams, 1 needs attention, 1 in motion.',
      ),
    ).toBeVisible();
    expect(screen.getByRole('row', { name: /routes/ })).toBeVisible();
  });

  it('narrows by the address and by what is typed, and says so', async () => {
    renderDatabases(someClaims(), '/databases?teams=all&state=failed');
    expect(await screen.findByRole('row', { name: /routes/ })).toBeVisible();
    expect(screen.queryByRole('row', { name: /orders/ })).toBeNull();
    expect(screen.getByText(/1 is shown/)).toBeVisible();

    await userEvent.type(
      screen.getByRole('searchbox', { name: 'Search databases' }),
      'nothing like it',
    );
    expect(
      await screen.findByText('No database answers these filters.'),
    ).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    expect(await screen.findByRole('row', { name: /orders/ })).toBeVisible();
  });

  it('sorts by a column, up and down', async () => {
    renderDatabases(someClaims(), '/databases?teams=all');
    await screen.findByRole('row', { name: /orders/ });
    expect(rowNames()[0]).toContain('ledger');
    await userEvent.click(screen.getByRole('columnheader', { name: /Name/ }));
    await waitFor(() => expect(rowNames()[0]).toContain('routes'));
  });

  it('says why it is empty and what fills it', async () => {
    renderDatabases(new InMemoryClaims(), '/databases');
    expect(
      await screen.findByText('Request one; it takes about a minute.'),
    ).toBeVisible();
    expect(screen.getByRole('link', { name: 'Request one' })).toHaveAttribute(
      'href',
      '/databases/request',
    );
  });

  it('tells a person in no team how to get one', async () => {
    renderDatabases(someClaims(), '/databases', []);
    expect(
      await screen.findByText(/You are in no team yet, so no database/),
    ).toBeVisible();
    expect(screen.queryByRole('row', { name: /orders/ })).toBeNull();
  });

  it('says what failed and recovers on request', async () => {
    const claims = someClaims();
    claims.failures.listClaims = new Error('The backend is away');
    renderDatabases(claims, '/databases');
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('The databases could not be read.');
    expect(alert).toHaveTextContent('The backend is away');

    delete claims.failures.listClaims;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('row', { name: /orders/ })).toBeVisible();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('names the source that is out of date beside the rest', async () => {
    const claims = someClaims();
    claims.sources = [
      {
        cluster: 'sandbox',
        resource: 'databases.platform.cairn.dev',
        state: 'stale',
        staleSince: '2026-11-20T10:00:00Z',
        error: 'The cluster does not answer.',
      },
    ];
    renderDatabases(claims, '/databases');
    expect(
      await screen.findByText(/What is shown of cluster sandbox may be out/),
    ).toBeVisible();
    expect(screen.getByText('stale')).toBeVisible();
    expect(screen.getByRole('row', { name: /orders/ })).toBeVisible();
  });
});

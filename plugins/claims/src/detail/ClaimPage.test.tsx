import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  InMemoryClaims,
  claimDetail,
  inState,
} from '../__testUtils__/InMemoryClaims';
import { renderDatabases } from '../__testUtils__/renderDatabases';

const path = '/databases/sandbox/payments-dev/orders';

function withClaim(part: Partial<Parameters<typeof claimDetail>[0]> = {}) {
  const claims = new InMemoryClaims();
  claims.claims = [claimDetail({ name: 'orders', ...part })];
  return claims;
}

describe('ClaimPage', () => {
  it('tells how to connect without a single value', async () => {
    renderDatabases(withClaim(), path);
    const connect = await screen.findByRole('region', { name: 'Connect' });
    expect(
      screen.getByRole('heading', { level: 1, name: 'orders' }),
    ).toBeVisible();
    expect(connect).toHaveTextContent('The credentials stay in the cluster');
    for (const way of ['Deployment', 'psql', 'Node', 'Go', 'Java', 'Python']) {
      await userEvent.click(within(connect).getByRole('tab', { name: way }));
      expect(
        within(connect).getByRole('region', { name: `${way} snippet` }),
      ).toBeVisible();
    }
    await userEvent.click(within(connect).getByRole('tab', { name: 'psql' }));
    expect(
      within(connect).getByRole('region', { name: 'psql snippet' }),
    ).toHaveTextContent(
      'kubectl --namespace payments-dev get secret orders-connection',
    );
    expect(screen.getByRole('region', { name: 'Facts' })).toHaveTextContent(
      'PostgreSQL 18',
    );
  });

  it('warns of what is wrong although it is ready', async () => {
    renderDatabases(
      withClaim({
        warnings: [
          {
            id: 'password-lost',
            title: 'The password is lost',
            sentence: 'The Secret "orders-login" was made anew without it.',
            advice: 'The platform team can set a new password.',
            since: '2026-11-20T12:14:00Z',
            regarding: { kind: 'Role', name: 'orders-x1' },
          },
        ],
      }),
      path,
    );
    const warnings = await screen.findByRole('list', { name: 'Warnings' });
    expect(
      within(warnings).getByRole('heading', {
        level: 2,
        name: 'Warning: the password is lost',
      }),
    ).toBeVisible();
    expect(warnings).toHaveTextContent(
      'The Secret "orders-login" was made anew without it.The platform team can set a new password.',
    );
    expect(screen.getByText('Ready', { selector: 'span' })).toBeVisible();
  });

  it('says who is waited for, and hides Connect until it is ready', async () => {
    const claims = withClaim({
      state: inState('working', 'The login role is being created.'),
      connection: {
        secretName: 'orders-connection',
        namespace: 'payments-dev',
        keys: [],
        ready: false,
      },
      timeline: [
        {
          id: 'submitted',
          title: 'Submitted',
          status: 'done',
          startedAt: '2026-11-20T10:00:00Z',
          finishedAt: '2026-11-20T12:14:00Z',
        },
        {
          id: 'ready',
          title: 'Database ready',
          status: 'current',
          startedAt: '2026-11-20T12:14:00Z',
          detail: 'Waiting for the provider.',
        },
      ],
      composed: [
        {
          apiVersion: 'postgresql.sql.crossplane.io/v1alpha1',
          kind: 'Role',
          name: 'orders-x1',
          state: inState('failed', 'The provider cannot log in.'),
          conditions: [],
          children: [],
        },
      ],
    });
    renderDatabases(claims, path);
    expect(
      await screen.findByText('The login role is being created.'),
    ).toBeVisible();
    expect(screen.queryByRole('region', { name: 'Connect' })).toBeNull();
    const timeline = screen.getByRole('region', { name: 'Timeline' });
    const [submitted, ready] = within(timeline).getAllByRole('listitem');
    expect(submitted).toHaveTextContent('2 h 14 min');
    expect(ready).toHaveAttribute('aria-current', 'step');
    expect(ready).toHaveTextContent('Waiting for the provider.');
    const tree = screen.getByRole('region', { name: 'What it is made of' });
    expect(tree).toHaveTextContent('The provider cannot log in.');
    expect(within(tree).getByText('Failed')).toBeVisible();
  });

  it('deletes only after the name is typed, and says what is lost', async () => {
    const claims = withClaim();
    renderDatabases(claims, path);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Delete' }),
    );
    const dialog = await screen.findByRole('dialog', {
      name: 'Delete orders?',
    });
    expect(dialog).toHaveTextContent('with all its data');
    expect(dialog).toHaveTextContent('orders-connection');
    const confirm = within(dialog).getByRole('button', {
      name: 'Delete database',
    });
    const name = within(dialog).getByRole('textbox');
    await userEvent.type(name, 'order');
    expect(confirm).toBeDisabled();
    await userEvent.type(name, 's');

    claims.failures.deleteClaim = new Error('The cluster does not answer');
    await userEvent.click(confirm);
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'The database was not deleted.',
    );
    expect(claims.deleted).toEqual([]);

    delete claims.failures.deleteClaim;
    await userEvent.click(confirm);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(claims.deleted).toEqual(['uid-of-orders']);
    expect(await screen.findByText('orders is going.')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Delete' })).toBeNull();
  });

  it('offers no deletion to who may not delete', async () => {
    renderDatabases(withClaim({ permissions: { delete: false } }), path);
    await screen.findByRole('region', { name: 'Connect' });
    expect(screen.queryByRole('button', { name: 'Delete' })).toBeNull();
  });

  it('says the same of what is missing and of what is not theirs', async () => {
    renderDatabases(new InMemoryClaims(), path);
    expect(
      await screen.findByText(/There is no such database, or it is not yours/),
    ).toBeVisible();
  });

  it('keeps to what is known while the newest state cannot be read', async () => {
    const claims = new InMemoryClaims();
    claims.failures.getClaim = new Error('The backend is away');
    renderDatabases(claims, path);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'This database could not be read.',
    );
    delete claims.failures.getClaim;
    claims.claims = [claimDetail({ name: 'orders' })];
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByRole('region', { name: 'Connect' }),
    ).toBeVisible();
  });
});

import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ClaimsRequestError } from '../api/ClaimsRequestError';
import { InMemoryClaims, claimDetail } from '../__testUtils__/InMemoryClaims';
import { renderDatabases } from '../__testUtils__/renderDatabases';

async function chooseNamespace(name: string) {
  await userEvent.click(
    await screen.findByRole('button', { name: /Namespace/ }),
  );
  await userEvent.click(await screen.findByRole('option', { name }));
}

describe('RequestDatabasePage', () => {
  it('shows what will happen, requests by keyboard, and goes to the page of the request', async () => {
    const claims = new InMemoryClaims();
    renderDatabases(claims, '/databases/request');
    const panel = await screen.findByRole('region', {
      name: 'What will happen',
    });
    await chooseNamespace('payments-dev');
    await userEvent.type(
      screen.getByRole('textbox', { name: /Name/ }),
      'invoices',
    );
    expect(await screen.findByText('Free in payments-dev.')).toBeVisible();
    expect(await within(panel).findByText(/All checks passed/)).toBeVisible();
    expect(
      within(panel).getByRole('region', { name: 'manifest' }),
    ).toHaveTextContent('name: invoices');

    await userEvent.click(
      screen.getByRole('button', { name: /For component/ }),
    );
    await userEvent.click(
      await screen.findByRole('option', { name: 'Invoice service' }),
    );

    const sizes = screen.getByRole('radiogroup', { name: 'Size' });
    act(() => within(sizes).getByRole('radio', { name: 'Small' }).focus());
    await userEvent.keyboard('{ArrowRight}');
    expect(within(sizes).getByRole('radio', { name: 'Medium' })).toBeChecked();

    act(() => screen.getByRole('button', { name: 'Request database' }).focus());
    await userEvent.keyboard('{Enter}');
    expect(
      await screen.findByRole('heading', { level: 1, name: 'invoices' }),
    ).toBeVisible();
    expect(claims.created).toEqual([
      {
        cluster: 'sandbox',
        offering: 'databases.platform.cairn.dev',
        namespace: 'payments-dev',
        name: 'invoices',
        component: 'invoices-app',
        spec: {
          engine: 'postgres',
          version: '18',
          size: 'medium',
          highAvailability: false,
          backup: { enabled: true },
        },
      },
    ]);
  });

  it('does not offer what the platform does not provide', async () => {
    renderDatabases(new InMemoryClaims(), '/databases/request');
    const engines = await screen.findByRole('radiogroup', { name: 'Engine' });
    const mysql = within(engines).getByRole('radio', { name: 'MySQL' });
    expect(mysql).toBeDisabled();
    expect(mysql).toHaveAccessibleDescription(/Not offered on this platform/);
    expect(
      within(engines).getByRole('radio', { name: 'PostgreSQL' }),
    ).toBeChecked();
    expect(
      screen.getByRole('switch', { name: 'High availability' }),
    ).toBeDisabled();
  });

  it('lists what is missing, moves the focus there, and leads to the fields', async () => {
    const claims = new InMemoryClaims();
    renderDatabases(claims, '/databases/request');
    await userEvent.click(
      await screen.findByRole('button', { name: 'Request database' }),
    );
    const summary = await screen.findByRole('alert');
    await waitFor(() => expect(summary).toHaveFocus());
    expect(summary).toHaveTextContent('2 things need mending');
    expect(claims.created).toEqual([]);

    await userEvent.click(within(summary).getByRole('link', { name: 'Name' }));
    const name = screen.getByRole('textbox', { name: /Name/ });
    await waitFor(() => expect(name).toHaveFocus());
    expect(name).toBeInvalid();
    expect(name).toHaveAccessibleDescription('Give the database a name.');
  });

  it('checks the name as it is typed', async () => {
    const claims = new InMemoryClaims();
    claims.claims = [claimDetail({ name: 'orders' })];
    renderDatabases(claims, '/databases/request');
    await chooseNamespace('payments-dev');
    const name = screen.getByRole('textbox', { name: /Name/ });
    await userEvent.type(name, 'orders');
    await waitFor(() =>
      expect(name).toHaveAccessibleDescription(
        'orders is taken; choose another.',
      ),
    );
    await userEvent.clear(name);
    await userEvent.type(name, 'Orders!');
    await userEvent.tab();
    expect(name).toHaveAccessibleDescription(/Use lower-case letters/);
  });

  it('keeps what was typed when the cluster refuses, and shows the problem at its field', async () => {
    const claims = new InMemoryClaims();
    claims.failures.createClaim = new ClaimsRequestError('Refused', [
      {
        field: 'spec.writeConnectionSecretToRef.name',
        message: 'This Secret is in use.',
      },
    ]);
    renderDatabases(claims, '/databases/request');
    await chooseNamespace('payments-prod');
    await userEvent.type(
      screen.getByRole('textbox', { name: /Name/ }),
      'invoices',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Advanced' }));
    await userEvent.type(
      screen.getByRole('textbox', { name: 'Secret name' }),
      'shared',
    );
    await userEvent.type(screen.getByRole('textbox', { name: 'Storage' }), '7');
    await waitFor(() =>
      expect(
        screen.getByRole('textbox', { name: 'Storage' }),
      ).toHaveAccessibleDescription(/Seven is not served here/),
    );
    await userEvent.click(
      screen.getByRole('button', { name: 'Request database' }),
    );
    const summary = await screen.findByRole('alert');
    expect(summary).toHaveTextContent('Secret name: This Secret is in use.');
    const secret = screen.getByRole('textbox', { name: 'Secret name' });
    expect(secret).toHaveValue('shared');
    expect(secret).toHaveAccessibleDescription(/This Secret is in use/);
    expect(screen.getByRole('textbox', { name: /^Name/ })).toHaveValue(
      'invoices',
    );
  });

  it('says so where a person may request nothing', async () => {
    const claims = new InMemoryClaims();
    claims.targets = [];
    renderDatabases(claims, '/databases/request');
    expect(
      await screen.findByText(/There is no namespace where you may request/),
    ).toBeVisible();
    expect(
      screen.queryByRole('button', { name: 'Request database' }),
    ).toBeNull();
  });
});

import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { DoraRouter } from './DoraRouter';
import { InMemoryDora, metricsOf } from './__testUtils__/InMemoryDora';
import { doraApiRef } from './api/DoraApi';
import { rootRouteRef } from './routes';

const patience = { timeout: 20_000 };

function render(dora: InMemoryDora, path = '/performance') {
  return renderInTestApp(<DoraRouter />, {
    apis: [
      [doraApiRef, dora],
      [catalogApiRef, catalogApiMock()],
      mockApis.identity({
        userEntityRef: 'user:default/ada',
        ownershipEntityRefs: ['user:default/ada', 'group:default/payments'],
      }),
    ],
    mountedRoutes: {
      '/performance': rootRouteRef,
      '/catalog/:namespace/:kind/:name': entityRouteRef,
    },
    mountPath: '/performance/*',
    initialRouteEntries: [path],
  });
}

const row = async (title: string) =>
  within(
    (await screen.findByRole('link', { name: title }, patience)).closest('li')!,
  );

describe('delivery performance', () => {
  it('says the number, what became of it, what it is made of; and why there is none', async () => {
    const dora = new InMemoryDora();
    dora.metrics.compared!.metrics = metricsOf({
      changeFailRate: { ...metricsOf().changeFailRate, value: 0.25 },
    });
    render(dora);
    const fails = await row('Change fail rate');
    expect(fails.getByText('12.5 %')).toBeVisible();
    expect(fails.getByText('better, was 25 %')).toBeVisible();
    expect(fails.getByText(/From 80 deployments/)).toBeVisible();
    expect(fails.getByText('High (2023)')).toBeVisible();
    const recovery = await row('Failed deployment recovery time');
    expect(recovery.getByText('no data')).toBeVisible();
    expect(recovery.getByText(/No deployment failed/)).toBeVisible();
    expect(screen.getByText(/better: change fail rate\./)).toBeVisible();
  });

  it('shows of a team the middle component and the spread, and no level', async () => {
    const dora = new InMemoryDora();
    const spread = {
      n: 8,
      min: 0,
      p25: 0.1,
      p50: 0.2,
      p75: 0.3,
      max: 1,
      without: {},
      levels: {},
    };
    const spreads = {
      deploymentFrequency: spread,
      changeLeadTime: spread,
      changeFailRate: spread,
      failedDeploymentRecoveryTime: spread,
      deploymentReworkRate: spread,
    };
    const metrics = metricsOf();
    metrics.changeFailRate.level = null;
    dora.metrics = {
      ...dora.metrics,
      pooled: true,
      spread: spreads,
      current: { ...dora.metrics.current, metrics },
    };
    dora.components = [
      {
        component: 'component:default/web',
        entityRef: 'component:default/web',
        title: 'Web shop',
        metrics: metricsOf(),
      },
    ];
    render(dora);
    const fails = await row('Change fail rate');
    expect(fails.getByText('20 %')).toBeVisible();
    expect(
      fails.getByText(/Half of 8 components between 10 % and 30 %/),
    ).toBeVisible();
    expect(fails.queryByText(/2023/)).toBeNull();
    expect(
      await screen.findByRole('row', { name: /Web shop/ }, patience),
    ).toBeVisible();
  });

  it('says why nothing is there, and what the failure was', async () => {
    const dora = new InMemoryDora();
    dora.failure = new Error('the database is away');
    render(dora);
    expect(
      await screen.findByText('The numbers could not be read.', {
        selector: 'strong',
      }),
    ).toBeVisible();
    expect(screen.getByRole('button', { name: 'Try again' })).toBeVisible();
  });

  it('leads from a number to what was counted, where a person has the last word', async () => {
    const dora = new InMemoryDora();
    dora.withheld = 2;
    dora.deployments = [
      {
        id: 'argocd/web/7',
        component: 'component:default/web',
        date: '2026-10-01',
        finishedAt: Date.parse('2026-10-01T10:00:00Z'),
        result: 'succeeded',
        kind: 'standard',
        failed: true,
        evidence: [{ rule: 'incident_window', fact: 'incident/1' }],
        rework: [],
        recovery: { state: 'recovered', duration: 5_400_000 },
        changes: [],
      },
    ];
    render(dora, '/performance/metrics/changeFailRate');
    const table = within(
      await screen.findByRole('table', { name: 'Deployments' }, patience),
    );
    expect(table.getByText('an incident began soon after it')).toBeVisible();
    expect(table.getByText('put right after 1 h 30 min')).toBeVisible();
    expect(screen.getAllByText(/Those of 2 components/)[0]).toBeVisible();
    const person = userEvent.setup();
    await person.click(table.getByRole('button', { name: /Correct/ }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(
      dialog.getByRole('radio', { name: 'It did not fail' }),
    ).toBeChecked();
    await person.type(dialog.getByLabelText('Why (optional)'), 'a false alarm');
    await person.click(dialog.getByRole('button', { name: 'Keep verdict' }));
    await waitFor(() =>
      expect(dora.verdicts).toEqual([
        { deployment: 'argocd/web/7', failed: false, note: 'a false alarm' },
      ]),
    );
    expect(await screen.findByText(/Noted/)).toBeVisible();
  });
});

/** How a team ships one of its services. Times are medians in hours. */
export interface DeliveryProfile {
  changesPerWeek: number;
  /** When production gets what was merged: each change, or by a release train. */
  cadence: 'each' | 'weekly' | 'fortnightly' | 'monthly';
  codingHours: number;
  reviewHours: number;
  /** From the merge to the deployment, when each change is deployed by itself. */
  deployHours: number;
  /** Share of deployments to production that need somebody to step in. */
  failShare: number;
  recoveryHours: number;
  mergeStyle: 'merge' | 'squash' | 'rebase';
  /** Share of changes that are pushed to main without a pull request. */
  directShare: number;
  /** Where the year goes. */
  trend: 'steady' | 'improving' | 'declining';
  /** The service is younger than the year. */
  startedWeeksAgo: number;
  /** Something is broken right now. */
  openIncident: boolean;
  /** Somebody waits for a review right now. */
  openPull: boolean;
}

/** How a service runs in the cluster. */
export interface DeployShape {
  /** `store` releases to an app store and is not in the cluster. */
  kind: 'deployment' | 'cronjob' | 'store';
  replicas: number;
  cpu: string;
  memory: string;
  /** Reached from outside by this host name's first part. */
  ingress?: string;
  autoscaled: boolean;
  /** Claims the service owns: name, size and the environments that have it. */
  database?: {
    name: string;
    size: 'small' | 'medium';
    environments: readonly Environment[];
    engine?: 'mongodb';
  };
  /** What policies find, in every environment. */
  flaws: readonly ('runs-as-root' | 'no-call-filter' | 'no-liveness-probe')[];
  /** What is wrong or unusual about it in dev. */
  devQuirk?: 'no-limits' | 'missing-image' | 'paused';
  /** Somebody syncs production by hand, and has done so or lags behind. */
  manualSync?: 'current' | 'behind';
  /** Somebody changes production by hand, past git. */
  liveEdit: boolean;
}

/** Where a service runs. */
export type Environment = 'dev' | 'prod';

/** What is known of a service beyond its catalog entry. */
export interface ServiceProfile {
  delivery: DeliveryProfile;
  shape: DeployShape;
}

const steady: DeliveryProfile = {
  changesPerWeek: 1.5,
  cadence: 'each',
  codingHours: 9,
  reviewHours: 5,
  deployHours: 3,
  failShare: 0.12,
  recoveryHours: 3,
  mergeStyle: 'merge',
  directShare: 0.03,
  trend: 'steady',
  startedWeeksAgo: 60,
  openIncident: false,
  openPull: false,
};

const small: DeployShape = {
  kind: 'deployment',
  replicas: 2,
  cpu: '100m',
  memory: '128Mi',
  autoscaled: false,
  flaws: [],
  liveEdit: false,
};

const many = {
  changesPerWeek: 9,
  codingHours: 2.5,
  reviewHours: 0.8,
  deployHours: 0.4,
  failShare: 0.04,
  recoveryHours: 0.5,
  mergeStyle: 'squash',
} as const;
const slow = {
  changesPerWeek: 0.8,
  cadence: 'monthly',
  codingHours: 26,
  reviewHours: 40,
  failShare: 0.32,
  recoveryHours: 30,
} as const;
const train = { cadence: 'weekly', codingHours: 14, reviewHours: 16 } as const;

const known: Record<
  string,
  [delivery: Partial<DeliveryProfile>, shape?: Partial<DeployShape>]
> = {
  // Checkout: the busiest teams, from the best to one that is losing its grip.
  'web-shop': [
    { ...many, openPull: true },
    { replicas: 3, ingress: 'shop' },
  ],
  'mobile-shop': [{ ...slow, cadence: 'fortnightly' }, { kind: 'store' }],
  'basket-service': [
    { changesPerWeek: 2.5, failShare: 0.1 },
    {
      memory: '512Mi',
      database: {
        name: 'basket-db',
        size: 'small',
        environments: ['dev', 'prod'],
      },
    },
  ],
  'pricing-service': [
    { changesPerWeek: 2, mergeStyle: 'squash' },
    { memory: '512Mi', devQuirk: 'no-limits' },
  ],
  'order-service': [
    { ...train, failShare: 0.18, openIncident: true },
    {
      memory: '512Mi',
      replicas: 3,
      database: { name: 'orders-db', size: 'medium', environments: ['prod'] },
    },
  ],
  'loyalty-service': [
    { changesPerWeek: 1.8, trend: 'declining', mergeStyle: 'rebase' },
    { devQuirk: 'no-limits' },
  ],
  // Payments: careful, and better every month.
  'payment-service': [
    {
      changesPerWeek: 3,
      trend: 'improving',
      failShare: 0.08,
      openPull: true,
    },
    {
      replicas: 3,
      cpu: '200m',
      database: {
        name: 'payments-db',
        size: 'medium',
        environments: ['dev', 'prod'],
      },
    },
  ],
  'ledger-service': [
    { ...train, failShare: 0.03, recoveryHours: 1.5, directShare: 0 },
    {
      manualSync: 'behind',
      database: { name: 'ledger-db', size: 'small', environments: ['prod'] },
    },
  ],
  'fraud-scoring': [
    { changesPerWeek: 3, startedWeeksAgo: 20, failShare: 0.25 },
    { cpu: '500m', memory: '1Gi', devQuirk: 'missing-image' },
  ],
  'invoice-renderer': [slow, { flaws: ['no-call-filter'] }],
  // Assortment.
  'product-service': [{ changesPerWeek: 2 }],
  'search-service': [
    { changesPerWeek: 2.5, failShare: 0.3, recoveryHours: 0.8 },
    { cpu: '300m', memory: '1Gi', autoscaled: true },
  ],
  recommendations: [
    { changesPerWeek: 2, startedWeeksAgo: 31, directShare: 0.4 },
    {
      cpu: '250m',
      memory: '768Mi',
      devQuirk: 'paused',
      flaws: ['no-liveness-probe'],
    },
  ],
  // Warehouse.
  'stock-service': [
    { changesPerWeek: 2.5, failShare: 0.15, openPull: true },
    { memory: '512Mi', replicas: 3, liveEdit: true },
  ],
  'picking-app': [{ ...train, mergeStyle: 'squash' }, { ingress: 'picking' }],
  replenishment: [
    { ...slow, cadence: 'fortnightly' },
    { kind: 'cronjob', devQuirk: 'no-limits' },
  ],
  'demand-forecast': [
    { changesPerWeek: 1.5, mergeStyle: 'rebase' },
    {
      kind: 'cronjob',
      cpu: '1',
      memory: '2Gi',
      database: {
        name: 'forecast-features',
        size: 'small',
        environments: ['dev'],
        engine: 'mongodb',
      },
    },
  ],
  // Delivery routing.
  'slot-service': [
    { ...many, changesPerWeek: 4 },
    {
      replicas: 3,
      database: { name: 'slots-db', size: 'small', environments: ['prod'] },
    },
  ],
  'route-planner': [train, { cpu: '500m', memory: '1Gi' }],
  'driver-app': [{ cadence: 'fortnightly' }, { kind: 'store' }],
  'van-telemetry': [
    { changesPerWeek: 2, mergeStyle: 'squash' },
    { flaws: ['no-call-filter', 'no-liveness-probe'] },
  ],
  'legacy-dispatch': [
    { ...slow, changesPerWeek: 0.4, directShare: 0.3 },
    {
      replicas: 1,
      memory: '1Gi',
      manualSync: 'current',
      flaws: ['runs-as-root', 'no-call-filter', 'no-liveness-probe'],
    },
  ],
  // Developer platform.
  'edge-gateway': [
    { changesPerWeek: 2.5, failShare: 0.07, recoveryHours: 0.7 },
    { replicas: 3, ingress: 'api' },
  ],
  'image-builder': [{ ...train, changesPerWeek: 1.5 }],
  'log-shipper': [
    { changesPerWeek: 0.7, failShare: 0.1 },
    { flaws: ['runs-as-root'] },
  ],
};

/** How a service is shipped and run; services that are new here are ordinary ones. */
export function profileOf(name: string): ServiceProfile {
  const [delivery, shape] = known[name] ?? [{}];
  return {
    delivery: { ...steady, ...delivery },
    shape: { ...small, ...shape },
  };
}

/** What the parts of each system are about; every topic is a file. */
const topics: Record<string, readonly string[]> = {
  checkout: [
    'vouchers',
    'deposits',
    'delivery fees',
    'substitutions',
    'age checks',
    'gift cards',
    'minimum order',
    'saved baskets',
    'allergy notes',
    'bag choice',
    'tips',
    'order history',
  ],
  payments: [
    'card tokens',
    'refunds',
    'captures',
    'chargebacks',
    'currency rounding',
    'strong authentication',
    'settlement files',
    'payment links',
    'retries',
    'receipts',
    'limits',
    'fees',
  ],
  assortment: [
    'aisles',
    'diet labels',
    'synonyms',
    'product images',
    'nutrition facts',
    'seasonal items',
    'unit prices',
    'suppliers',
    'rankings',
    'barcodes',
    'bundles',
    'recalls',
  ],
  warehouse: [
    'shelf counts',
    'expiry dates',
    'picking order',
    'cold chain',
    'reservations',
    'shrinkage',
    'supplier orders',
    'holidays',
    'handheld scans',
    'tote labels',
    'waste',
    'safety stock',
  ],
  'delivery-routing': [
    'time windows',
    'van capacity',
    'driver breaks',
    'road closures',
    'proof of delivery',
    'temperature alarms',
    'stop order',
    'slot prices',
    'depots',
    'tolls',
    'doorstep notes',
    'returns',
  ],
  'developer-platform': [
    'rate limits',
    'routes',
    'access tokens',
    'signatures',
    'base images',
    'log fields',
    'sampling',
    'timeouts',
    'health checks',
    'certificates',
    'quotas',
    'audit trail',
  ],
};

/** Topics of a system that is not known here. */
const others = ['requests', 'storage', 'events', 'reports', 'settings'];

/** What dependency updates are about. */
const dependencies = [
  'opentelemetry',
  'postgres driver',
  'http client',
  'json parser',
  'logging',
  'base image',
];

/** What a change of a kind may be about in a service. */
export function topicsFor(
  kind: 'dependency' | 'feature' | 'fix' | 'hotfix',
  service: { system: string },
): readonly string[] {
  return kind === 'dependency'
    ? dependencies
    : topics[service.system] ?? others;
}

/** What is done about a topic. */
export const deeds = [
  'Validate',
  'Cache',
  'Show',
  'Simplify',
  'Log',
  'Speed up',
  'Limit',
  'Sort',
  'Group',
  'Export',
  'Keep',
  'Rework',
] as const;

/** How it is said more exactly; mostly not at all. */
export const ends = [
  '',
  '',
  '',
  ' per store',
  ' for guests',
  ' in the evening peak',
  ' behind a flag',
  ' on retry',
] as const;

/** Faults, as the title of their mending begins. */
export const mendings = [
  'Fix rounding of',
  'Fix missing',
  'Fix duplicate',
  'Do not lose',
  'Stop waiting for',
  'Handle empty',
] as const;

/** What users notice when a deployment went wrong. */
export const symptoms = [
  'Too many errors',
  'Slow responses',
  'Requests time out',
  'Queue grows',
  'Wrong totals',
] as const;

/** What happens without anybody having changed anything. */
export const mishaps = [
  'Zone outage at the cloud provider',
  'Certificate of a supplier expired',
  'Database host failed over',
  'Card network unavailable',
] as const;

/** `delivery fees` as part of a branch or file name. */
export function slugOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

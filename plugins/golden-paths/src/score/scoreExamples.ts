import type { ScoreDraft } from './scoreDraft';

/** Something to begin with. */
export interface ScoreExample {
  id: string;
  title: string;
  draft: ScoreDraft;
}

const service = `apiVersion: score.dev/v1b1
metadata:
  name: orders
service:
  ports:
    http:
      port: 80
      targetPort: 8080
containers:
  orders:
    image: .
    variables:
      GREETING: Hello from \${metadata.name}
      PUBLIC_URL: \${resources.dns.url}
    livenessProbe:
      httpGet:
        path: /healthz
        port: 8080
    readinessProbe:
      httpGet:
        path: /readyz
        port: 8080
resources:
  db:
    type: postgres
    params:
      size: small
  dns:
    type: dns
  route:
    type: route
    params:
      host: \${resources.dns.host}
`;

const serviceProd = `# What the specification has no field for: a standby in production.
kind: Database
metadata:
  name: orders-db
spec:
  size: medium
  highAvailability: true
`;

const worker = `apiVersion: score.dev/v1b1
metadata:
  name: mailer
containers:
  mailer:
    image: registry.cairn.example/payments/mailer:1.4.2
    args: [--queue=mail]
    variables:
      SENDER: shop@fernhill.example
    files:
      /etc/mailer/templates.json:
        content: |
          {"welcome": "Welcome to \${metadata.name}"}
    resources:
      requests:
        cpu: 50m
        memory: 64Mi
      limits:
        cpu: 250m
        memory: 128Mi
    livenessProbe:
      httpGet:
        path: /healthz
        port: 8080
    readinessProbe:
      httpGet:
        path: /readyz
        port: 8080
resources:
  scratch:
    type: volume
    class: ephemeral
`;

const job = `apiVersion: score.dev/v1b1
metadata:
  name: nightly-report
  annotations:
    score.cairn.dev/kind: CronJob
    # Five fields of cron, in UTC: at 03:15 from Monday to Friday.
    score.cairn.dev/schedule: 15 3 * * 1-5
containers:
  report:
    image: registry.cairn.example/payments/report:0.9.0
    variables:
      FORMAT: csv
    resources:
      limits:
        cpu: '1'
        memory: 512Mi
`;

/** The examples, the first one is what the page begins with. */
export const scoreExamples: ScoreExample[] = [
  {
    id: 'service',
    title: 'Service with a database',
    draft: { text: service, overrides: { prod: serviceProd } },
  },
  {
    id: 'worker',
    title: 'Worker with a file and scratch space',
    draft: { text: worker, overrides: {} },
  },
  {
    id: 'job',
    title: 'Scheduled job',
    draft: { text: job, overrides: {} },
  },
];

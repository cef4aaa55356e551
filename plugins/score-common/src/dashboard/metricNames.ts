import type { ServiceLanguage } from './types';

/** What a program calls its metrics. */
export interface MetricNames {
  http: {
    /** The histogram of durations in seconds, without `_bucket`. */
    duration: string;
    /** Label of the route's template, such as `/orders/{id}`. */
    route: string;
    status: string;
    /** Requests in flight. */
    active?: string;
    /** Upper bound of the bucket next to half a second. */
    slowBucket: string;
  };
  database: {
    /** Histogram of operations in seconds, without `_bucket`. */
    duration: string;
    /** Label of the kind of operation. */
    operation?: string;
    /** Connections in use. */
    used: string;
    max: string;
  };
  /** Counter of look-ups with the label `result`: hit, miss or error. */
  cache: string;
}

/** OpenTelemetry's semantic conventions, as Prometheus writes them. */
const STANDARD: MetricNames = {
  http: {
    duration: 'http_server_request_duration_seconds',
    route: 'http_route',
    status: 'http_response_status_code',
    active: 'http_server_active_requests',
    slowBucket: '0.5',
  },
  database: {
    duration: 'db_client_operation_duration_seconds',
    operation: 'db_operation_name',
    used: 'db_client_connection_count{state="used"}',
    max: 'db_client_connection_max',
  },
  cache: 'cache_requests_total',
};

/** Micrometer's own, which Spring Boot's programs expose. */
const MICROMETER: MetricNames = {
  http: {
    duration: 'http_server_requests_seconds',
    route: 'uri',
    status: 'status',
    slowBucket: '0.5',
  },
  database: {
    duration: 'hikaricp_connections_usage_seconds',
    used: 'hikaricp_connections_active',
    max: 'hikaricp_connections_max',
  },
  cache: 'cache_requests_total',
};

/** The names a language's golden path uses. */
export function metricNames(language: ServiceLanguage): MetricNames {
  return language === 'java' ? MICROMETER : STANDARD;
}

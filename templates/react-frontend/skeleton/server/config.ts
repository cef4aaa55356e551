/** What the environment says about how to run. */
export interface Config {
  port: number;
  logLevel: string;
  service: { name: string; version: string; environment: string };
  /** How long requests are still taken after SIGTERM, until everybody knows that we are stopping. */
  shutdownDelaySeconds: number;
  /** Where requests below /api go. */
  apiUrl: string | undefined;
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

function wholeNumber(env: NodeJS.ProcessEnv, name: string, fallback: number, most: number): number {
  const text = env[name] ?? String(fallback);
  const value = Number(text);
  if (text === '' || !Number.isInteger(value) || value < 0 || value > most) {
    throw new Error(
      `${name} is ${JSON.stringify(text)}; it has to be a whole number up to ${String(most)}.`,
    );
  }
  return value;
}

/** The version from `service.version=…` of OTEL_RESOURCE_ATTRIBUTES. */
function versionOf(attributes = ''): string {
  const found = /(?:^|,)service\.version=([^,]*)/.exec(attributes)?.[1];
  return found ? decodeURIComponent(found) : 'unknown';
}

/** Reads the settings, and says which one is wrong and how it has to be. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const logLevel = (env.LOG_LEVEL ?? 'info').toLowerCase();
  if (!LOG_LEVELS.includes(logLevel)) {
    throw new Error(
      `LOG_LEVEL is ${JSON.stringify(logLevel)}; choose one of ${LOG_LEVELS.join(', ')}.`,
    );
  }
  const environment = env.SERVICE_ENVIRONMENT ?? 'local';
  if (env.API_URL && !URL.canParse(env.API_URL)) {
    throw new Error(`API_URL is ${JSON.stringify(env.API_URL)}; it has to be a URL.`);
  }
  return {
    port: wholeNumber(env, 'PORT', ${{ values.port }}, 65_535),
    logLevel,
    service: {
      name: env.SERVICE_NAME ?? '${{ values.name }}',
      version: versionOf(env.OTEL_RESOURCE_ATTRIBUTES),
      environment,
    },
    shutdownDelaySeconds: wholeNumber(
      env,
      'SHUTDOWN_DELAY_SECONDS',
      environment === 'local' ? 0 : 5,
      25,
    ),
    apiUrl: env.API_URL,
  };
}

import type { Config } from '@backstage/config';
import type { AlertmanagerOptions } from './translateAlerts';

/** Reads `dora.alertmanager`. */
export function readAlertmanagerOptions(config: Config): AlertmanagerOptions {
  const alertmanager = config.getOptionalConfig('dora.alertmanager');
  const list = (key: string, fallback: string[]) =>
    alertmanager?.getOptionalStringArray(key) ?? fallback;
  return {
    componentLabels: list('componentLabels', [
      'component',
      'service',
      'app',
      'app_kubernetes_io_name',
    ]),
    environmentLabels: list('environmentLabels', ['environment', 'env']),
    severities: list('severities', []),
  };
}

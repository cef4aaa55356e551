export { applyPlatform } from './applyPlatform';
export { ensureProviderLogin } from './ensureProviderLogin';
export { readPlatformManifests } from './platformManifests';
export { prepareDatabaseServer } from './prepareDatabaseServer';
export {
  writeKubeconfigs,
  writePortalToken,
  type AccessOptions,
} from './writeAccess';
export { demoIncidents, type MonitoredIncident } from './events/demoIncidents';
export { addReplayCommand } from './replay/replayCommand';
export { startDemo } from './seed/startDemo';
export { webhookAddress } from './replay/webhookAddress';

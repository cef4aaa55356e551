export { startVoices, type Voices, type VoicesOptions } from './startVoices';
export type { AlertReceiver } from './alertmanager/AlertSender';
export type { Incident, IncidentSource } from './types';

export { startVoices, type Voices, type VoicesOptions } from './startVoices';
export type { Incident, IncidentSource } from './types';

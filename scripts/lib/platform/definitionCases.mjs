// What the platform's offerings accept and refuse, to be held against the real API server.

/**
 * @typedef {object} Cases of one definition
 * @property {Record<string, object>} accepted specs by what they show
 * @property {Record<string, { spec: object, says: RegExp }>} refused specs, and what the server says
 * @property {object} kept a spec that is created, and then changed
 * @property {object} defaults what the server adds to it
 * @property {Record<string, { spec: object, says: RegExp }>} changes that are refused
 * @property {string[]} columns of `kubectl get`
 */

/** @type {Record<string, Cases>} by the name of the definition */
export const DEFINITION_CASES = {
  'databases.platform.cairn.dev': {
    accepted: {
      'nothing chosen': {},
      'everything chosen': {
        engine: 'postgres',
        version: '17',
        size: 'medium',
        storageGB: 50,
        highAvailability: true,
        backup: { enabled: true, retentionDays: 14 },
        writeConnectionSecretToRef: { name: 'orders-connection' },
      },
      'another engine': { engine: 'mysql', version: '8.4' },
      'no backups': { backup: { enabled: false } },
    },
    refused: {
      'a version of another engine': {
        spec: { engine: 'postgres', version: '8.4' },
        says: /spec\.version: .*This version does not belong to the engine/,
      },
      'a standby for the smallest size': {
        spec: { size: 'small', highAvailability: true },
        says: /spec\.highAvailability: .*choose medium or large/,
      },
      'retention without backups': {
        spec: { backup: { enabled: false, retentionDays: 7 } },
        says: /spec\.backup\.retentionDays: .*Retention needs backups/,
      },
      'too little storage': {
        spec: { storageGB: 1 },
        says: /spec\.storageGB: .*greater than or equal to 5/,
      },
      'an unknown engine': {
        spec: { engine: 'oracle' },
        says: /spec\.engine: Unsupported value: "oracle"/,
      },
      'an impossible name of a Secret': {
        spec: { writeConnectionSecretToRef: { name: 'Not_A_Name' } },
        says: /writeConnectionSecretToRef\.name: .*should match/,
      },
      'a field that does not exist': {
        spec: { disk: 5 },
        says: /unknown field "spec\.disk"/,
      },
    },
    kept: { storageGB: 20 },
    defaults: {
      engine: 'postgres',
      version: '18',
      size: 'small',
      storageGB: 20,
      highAvailability: false,
      backup: { enabled: true },
    },
    changes: {
      'another engine': {
        spec: { engine: 'mysql', version: '8.4' },
        says: /spec\.engine: .*The engine of a database cannot be changed/,
      },
      'less storage': {
        spec: { storageGB: 10 },
        says: /spec\.storageGB: .*Storage can grow but never shrink/,
      },
    },
    columns: ['ENGINE', 'VERSION', 'SIZE'],
  },
  'caches.platform.cairn.dev': {
    accepted: {
      'nothing chosen': {},
      'everything chosen': {
        size: 'large',
        eviction: 'noeviction',
        writeConnectionSecretToRef: { name: 'orders-redis' },
      },
    },
    refused: {
      'an unknown size': {
        spec: { size: 'huge' },
        says: /spec\.size: Unsupported value: "huge"/,
      },
      'a Secret without a name': {
        spec: { writeConnectionSecretToRef: {} },
        says: /spec\.writeConnectionSecretToRef\.name: Required value/,
      },
      'a field that does not exist': {
        spec: { password: 'x' },
        says: /unknown field "spec\.password"/,
      },
    },
    kept: { size: 'medium' },
    defaults: { size: 'medium', eviction: 'allkeys-lru' },
    changes: {
      'what does not exist': {
        spec: { eviction: 'random' },
        says: /spec\.eviction: Unsupported value: "random"/,
      },
    },
    columns: ['SIZE', 'HOST'],
  },
};

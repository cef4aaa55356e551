export { frequencyBand, levelOf, type FrequencyBand } from './levelOf';
export { DISTRIBUTION_2025, LEVEL_PROFILES } from './profiles';
export {
  distributionSchema,
  levelProfileSchema,
  type Distribution,
  type Level,
  type LevelledMetric,
  type LevelProfile,
} from './schemas';

export { parseScore, type ParsedScore } from './parseScore';
export type {
  ScoreContainer,
  ScoreResource,
  ScoreWorkload,
} from './workloadSchema';

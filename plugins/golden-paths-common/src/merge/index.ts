export { mergeRepository } from './mergeRepository';
export { mergeText, type MergedText, type MergeLabels } from './mergeText';
export {
  mergeTrees,
  type FileTree,
  type MergedTree,
  type TreeFile,
} from './mergeTrees';

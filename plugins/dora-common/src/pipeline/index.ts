export {
  expandPipelineRun,
  type PipelineContext,
  type PipelineRun,
} from './expandPipelineRun';

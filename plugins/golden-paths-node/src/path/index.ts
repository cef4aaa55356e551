export {
  deriveValues,
  type PathChoices,
  type PathSettings,
} from './deriveValues';
export { readRecipe, type PathRecipe } from './readRecipe';
export {
  renderGoldenPath,
  templateFile,
  type RenderGoldenPathOptions,
} from './renderGoldenPath';
export {
  DEFAULT_ENVIRONMENTS,
  renderManifests,
  type RenderManifestsOptions,
} from './renderManifests';
export { LANGUAGES, renderObservability } from './renderObservability';

export { deployFolder, manifestFiles, type TextFile } from './manifestFiles';
export {
  parsePlatformFile,
  PLATFORM_FILE,
  platformFileSchema,
  renderPlatformFile,
  type PlatformFile,
} from './platformFile';
export { renderDeploy, type Deploy, type DeployOptions } from './renderDeploy';
export {
  parseTemplateFile,
  renderTemplateFile,
  TEMPLATE_FILE,
  templateFileSchema,
  type TemplateFile,
} from './templateFile';

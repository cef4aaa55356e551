export {
  diffManifests,
  type FieldChange,
  type ManifestDiff,
  type ManifestRef,
} from './diffManifests';

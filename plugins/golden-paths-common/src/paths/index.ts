export { countAdoption } from './countAdoption';
export { isGoldenPath, ownerOf, readGoldenPath } from './readGoldenPath';
export {
  formatScaffoldedFrom,
  parseScaffoldedFrom,
  scaffoldedFrom,
  type ScaffoldedFrom,
} from './scaffoldedFrom';

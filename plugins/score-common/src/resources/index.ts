export { DEFAULT_CLASS, SCORE_RESOURCES_ANNOTATION } from './annotations';
export { provisionersOf, type Provisioners } from './provisionersOf';

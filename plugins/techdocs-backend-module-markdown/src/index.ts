export { techdocsMarkdownModule as default } from './module';

export { countOf, refName } from './names';
export { stateWords, statesByUrgency } from './states';
export { formatAgo, formatClock, formatDuration, formatInstant } from './time';

export {
  bucketAt,
  bucketsOf,
  intersection,
  localDays,
  type Bucket,
  type BucketUnit,
  type Window,
} from './localCalendar';

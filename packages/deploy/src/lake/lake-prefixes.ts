/** Where things lie in the bucket. The Glue role reads `job`, reads and writes the others. */
export const lakePrefixes = {
  job: "lake-job/",
  lake: "lake/",
  checkpoints: "checkpoints/",
  temporary: "glue-temporary/",
} as const;

/** The one object that is overwritten: it is read when a run starts. */
export const lakeJobKey = `${lakePrefixes.job}job.json`;

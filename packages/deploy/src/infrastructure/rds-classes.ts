/** GiB of memory of a `large`, by the first letter of the family. */
const largeGiB: Readonly<Record<string, number>> = { c: 4, m: 8, r: 16, t: 8, x: 32 };
const sizes: Readonly<Record<string, number>> = {
  micro: 1 / 8,
  small: 1 / 4,
  medium: 1 / 2,
  large: 1,
};

/**
 * Memory of an instance class; undefined for one whose name says nothing.
 *
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Summary.html
 */
export function classMemoryGiB(instanceType: string): number | undefined {
  const [, family = "", size = ""] =
    /^db\.([a-z])[0-9a-z-]*\.([0-9a-z]+)$/.exec(instanceType) ?? [];
  const large = largeGiB[family];
  const [, count] = /^(\d*)xlarge$/.exec(size) ?? [];
  const factor = count === undefined ? sizes[size] : 2 * Number(count || 1);
  return large === undefined || factor === undefined ? undefined : large * factor;
}

/**
 * What RDS sets max_connections to: {DBInstanceClassMemory/12582880}. The service takes some memory
 * off before, so that it is a little less.
 *
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html#RDS_Limits.MaxConnections
 */
export function maxConnections(instanceType: string): number | undefined {
  const memoryGiB = classMemoryGiB(instanceType);
  return memoryGiB === undefined ? undefined : Math.floor((memoryGiB * 2 ** 30) / 12_582_880);
}

/**
 * RDS has no Performance Insights for MySQL on the smallest burstable classes.
 *
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PerfInsights.Overview.Engines.html
 */
export function hasPerformanceInsights(instanceType: string): boolean {
  return !/^db\.t\d+g?\.(micro|small)$/.test(instanceType);
}

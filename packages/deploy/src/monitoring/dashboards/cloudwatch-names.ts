import { awsNames } from "../../aws-names.ts";
import type { AwsPlatform } from "../../aws-platform.ts";

/** `Cluster Name` of an MSK metric; an adopted cluster's stands in its ARN. */
export function mskClusterName(platform: AwsPlatform): string {
  const adopted = platform.aws.msk.existing?.split(":cluster/")[1]?.split("/")[0];
  return adopted ?? awsNames(platform).mskCluster;
}

/** `DBInstanceIdentifier` of each source's instance. */
export function databaseIdentifiers(
  platform: AwsPlatform,
): { readonly source: string; readonly identifier: string }[] {
  return Object.keys(platform.sources).map((source) => ({
    source,
    identifier: platform.aws.rds.existing[source] ?? awsNames(platform).database(source),
  }));
}

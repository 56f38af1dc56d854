import type { SourceSpec, SpecProblem } from "@weir/core";
import type { AwsPlatform } from "../aws-platform.ts";

type SourceVersion = SourceSpec["version"];

/**
 * What RDS runs of each release, pinned to the minor version; undefined where it has none. The newest
 * that both the CDK's list and cfn-lint's (from the service, by region) have.
 *
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/MySQL.Concepts.VersionMgmt.html
 */
export const rdsMysqlVersions: Readonly<Record<SourceVersion, string | undefined>> = {
  "8.0": "8.0.46",
  "8.4": "8.4.9",
  "9.7": undefined,
};

/** Sources that need a new instance of a release that RDS does not have. */
export function checkSourceVersions(platform: AwsPlatform): SpecProblem[] {
  const there = Object.entries(rdsMysqlVersions).flatMap(([release, version]) =>
    version === undefined ? [] : [`"${release}"`],
  );
  return Object.entries(platform.sources).flatMap(([source, { version }]) => {
    if (platform.aws.rds.existing[source] !== undefined) return [];
    if (rdsMysqlVersions[version] !== undefined) return [];
    return [
      {
        path: `sources.${source}.version`,
        value: version,
        expectation: `expected a release that RDS for MySQL has: ${there.join(" or ")}`,
        remedy: `set "8.4", in an overlay of environments where only AWS needs it`,
      },
    ];
  });
}

import { type AwsSpec, type Platform, WeirError } from "@weir/core";
import { unusualZones } from "./plan/regions.ts";

/** A platform whose spec says where on AWS it lives. */
export interface AwsPlatform extends Platform {
  readonly aws: AwsSpec;
}

/** Throws AWS_NOT_IN_SPEC where the spec has no `aws`. */
export function requireAws(platform: Platform): AwsPlatform {
  const { aws } = platform;
  if (aws !== undefined) return { ...platform, aws };
  throw new WeirError("AWS_NOT_IN_SPEC", `the spec of ${platform.name} has no field aws`, {
    remedy: 'add at least aws: { region: "eu-central-1" } to the spec',
  });
}

/** The three availability zones, in order: those of the spec, else those that accounts usually have. */
export function zonesOf({ aws }: AwsPlatform): readonly string[] {
  const letters = unusualZones[aws.region] ?? ["a", "b", "c"];
  return aws.vpc.zones ?? letters.map((letter) => `${aws.region}${letter}`);
}

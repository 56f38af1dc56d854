import { pathToFileURL } from "node:url";
import { type PlatformInput, platformSpec } from "@weir/core";
import { requireAws, synthMonitoring } from "@weir/deploy";
import { checkLocalMetrics } from "@weir/deploy/testing";

/**
 * What is wrong with the metrics that the alerts and dashboards of a spec ask for, against what its
 * running workers expose; empty where all is well.
 */
export async function checkMonitoringMetrics(
  specFile: string,
  expositions: readonly string[],
): Promise<string[]> {
  const { default: input } = (await import(pathToFileURL(specFile).href)) as {
    default: PlatformInput;
  };
  const platform = platformSpec.parse({ ...input, aws: { region: "eu-central-1" } });
  return checkLocalMetrics(await synthMonitoring(requireAws(platform)), expositions);
}

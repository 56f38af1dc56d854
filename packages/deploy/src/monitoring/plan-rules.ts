import { slug } from "../aws-names.ts";
import type { AwsPlatform } from "../aws-platform.ts";
import type { Alert, Recording } from "./alert.ts";
import { clientAlerts } from "./alerts/client-alerts.ts";
import { connectorAlerts } from "./alerts/connector-alerts.ts";
import { sourceAlerts, sourceRecordings } from "./alerts/source-alerts.ts";
import { workerAlerts } from "./alerts/worker-alerts.ts";
import { evaluationSeconds } from "./thresholds.ts";

/** A rule group before it is spelled as Prometheus wants it. */
export interface RuleGroup {
  readonly name: string;
  readonly intervalSeconds: number;
  readonly recordings: readonly Recording[];
  readonly alerts: readonly Alert[];
}

/** The position alerts look back over days: often enough for hours of retention, and cheap. */
const positionSeconds = 60;
const positionAlerts = new Set(["WeirBinlogPositionAging", "WeirBinlogAboutToBePurged"]);

/** Every rule of a platform: workers, connectors and clients once, and a group for each source. */
export function planRuleGroups(platform: AwsPlatform): RuleGroup[] {
  const group = (
    name: string,
    alerts: readonly Alert[],
    recordings: readonly Recording[] = [],
    intervalSeconds = evaluationSeconds,
  ): RuleGroup => ({ name: `weir-${platform.name}-${name}`, intervalSeconds, recordings, alerts });
  return [
    group("workers", workerAlerts(platform)),
    group("connectors", connectorAlerts(platform)),
    group("clients", clientAlerts(platform)),
    ...Object.entries(platform.sources).flatMap(([name, source]) => {
      const alerts = sourceAlerts(platform, name, source);
      const position = alerts.filter((alert) => positionAlerts.has(alert.name));
      return [
        group(
          `source-${slug(name)}`,
          alerts.filter((alert) => !positionAlerts.has(alert.name)),
          sourceRecordings(platform, name, source),
        ),
        ...(position.length > 0
          ? [group(`position-${slug(name)}`, position, [], positionSeconds)]
          : []),
      ];
    }),
  ];
}

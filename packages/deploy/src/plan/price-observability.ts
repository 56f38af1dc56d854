import { count, ofType, type PriceContext, type Priced, priceItem, say } from "./price-context.ts";
import { numberAt } from "./template.ts";

/** Kubernetes control plane, flow logs, brokers, databases and Spark, at the default log levels. */
const logGb = 15;

/**
 * Metrics of a broker at level PER_BROKER beyond the free ones.
 * https://docs.aws.amazon.com/msk/latest/developerguide/metrics-details.html
 */
const paidMetricsPerBroker = 45;

/** Alarms, dashboards, logs, paid metrics. */
export function priceObservability(context: PriceContext): Priced {
  const { alarmMonth, dashboardMonth, logIngestGb, logStorageGbMonth } = context.prices;
  const alarms = ofType(context, "AWS::CloudWatch::Alarm").length;
  const dashboards = ofType(context, "AWS::CloudWatch::Dashboard").length;
  const groups = ofType(context, "AWS::Logs::LogGroup").length;
  const keptMonths = (context.platform.aws?.logRetentionDays ?? 30) / 30;
  const items = [];
  if (alarms > 0) {
    items.push(
      priceItem(
        "CloudWatch alarms",
        alarms * alarmMonth.usd,
        `${count(alarms, "alarm")} at ${say(alarmMonth, "month")} and metric`,
      ),
    );
  }
  if (dashboards > 0) {
    items.push(
      priceItem(
        "CloudWatch dashboards",
        dashboards * dashboardMonth.usd,
        `${count(dashboards, "dashboard")} at ${say(dashboardMonth, "month")}`,
      ),
    );
  }
  for (const { properties } of ofType(context, "AWS::MSK::Cluster")) {
    const level = properties.EnhancedMonitoring;
    const brokers = numberAt(properties, "NumberOfBrokerNodes") ?? 0;
    if (level === undefined || level === "DEFAULT") continue;
    const { metricMonth } = context.prices;
    items.push(
      priceItem(
        "CloudWatch metrics of MSK",
        brokers * paidMetricsPerBroker * metricMonth.usd,
        `level ${String(level)}: ${brokers} brokers × about ${paidMetricsPerBroker} metrics at ${say(metricMonth, "metric and month")}${level === "PER_BROKER" ? "" : ", more with each topic"}`,
      ),
    );
  }
  if (groups > 0) {
    items.push(
      priceItem(
        "CloudWatch logs",
        logGb * (logIngestGb.usd + keptMonths * logStorageGbMonth.usd),
        `${logGb} GB (assumed) of control plane, flow, broker, database and job logs at ${say(logIngestGb, "GB")}, kept at ${say(logStorageGbMonth, "GB-month")}`,
      ),
    );
  }
  return { items, unknown: [] };
}

import {
  MetricEditorMode,
  MetricQueryType,
  MetricsQueryBuilder,
  QueryMode,
} from "@grafana/grafana-foundation-sdk/cloudwatch";
import type { Builder, Dataquery } from "@grafana/grafana-foundation-sdk/cog";
import {
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  ReduceDataOptionsBuilder,
  TooltipDisplayMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from "@grafana/grafana-foundation-sdk/common";
import {
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  RowBuilder,
  ThresholdsConfigBuilder,
  ThresholdsMode,
  VariableRefresh,
  VariableSort,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { DataqueryBuilder } from "@grafana/grafana-foundation-sdk/prometheus";
import * as stat from "@grafana/grafana-foundation-sdk/stat";
import * as text from "@grafana/grafana-foundation-sdk/text";
import * as timeseries from "@grafana/grafana-foundation-sdk/timeseries";
import type { AwsPlatform } from "../../aws-platform.ts";
import { type DashboardPlan, type Panel, type Query, usesCloudWatch } from "./dashboard-plan.ts";

const prometheusSource = { type: "prometheus", uid: "$datasource" };
const cloudWatchSource = { type: "cloudwatch", uid: "$cloudwatch" };
const gridWidth = 24;

/** The dashboard as Grafana imports it; the same plan gives the same bytes. */
export function buildDashboard(platform: AwsPlatform, plan: DashboardPlan): Dashboard {
  const builder = new DashboardBuilder(plan.title)
    .uid(`weir-${platform.name}-${plan.name}`.slice(0, 40))
    .description(plan.description)
    .tags(["weir", platform.name])
    .timezone("browser")
    .refresh("30s")
    .time({ from: "now-3h", to: "now" })
    .tooltip(DashboardCursorSync.Crosshair)
    .readonly()
    .withVariable(
      new DatasourceVariableBuilder("datasource").label("Prometheus").type("prometheus"),
    );
  if (usesCloudWatch(plan)) {
    builder.withVariable(
      new DatasourceVariableBuilder("cloudwatch").label("CloudWatch").type("cloudwatch"),
    );
  }
  for (const { name, label, description, query } of plan.variables) {
    builder.withVariable(
      new QueryVariableBuilder(name)
        .label(label)
        .description(description)
        .datasource(prometheusSource)
        .query({ query, refId: name })
        .definition(query)
        .refresh(VariableRefresh.OnTimeRangeChanged)
        .sort(VariableSort.AlphabeticalAsc)
        .includeAll(true)
        .allValue(".+")
        .multi(true)
        .current({ selected: true, text: "All", value: "$__all" }),
    );
  }
  let id = 0;
  for (const { title, panels } of plan.rows) {
    id += 1;
    builder.withRow(new RowBuilder(title).id(id));
    for (const panel of panels) {
      id += 1;
      builder.withPanel(buildPanel(platform, panel).id(id));
    }
  }
  return builder.build();
}

function buildPanel(platform: AwsPlatform, panel: Panel) {
  if (panel.kind === "text") {
    return new text.PanelBuilder()
      .title(panel.title)
      .description(panel.title)
      .content(panel.description)
      .span(gridWidth)
      .height(4);
  }
  const source = panel.queries.some((query) => "namespace" in query)
    ? cloudWatchSource
    : prometheusSource;
  const built =
    panel.kind === "stat"
      ? new stat.PanelBuilder()
          .span(4)
          .height(4)
          .reduceOptions(new ReduceDataOptionsBuilder().calcs(["lastNotNull"]))
      : timeseriesPanel(panel);
  built.title(panel.title).description(panel.description).unit(panel.unit).datasource(source);
  built.thresholds(thresholdsOf(panel));
  panel.queries.forEach((query, index) => {
    built.withTarget(buildQuery(platform, query, String.fromCharCode(65 + index), panel.kind));
  });
  return built;
}

function timeseriesPanel({ redFrom, redBelow }: Panel): timeseries.PanelBuilder {
  const built = new timeseries.PanelBuilder()
    .span(8)
    .height(7)
    .lineWidth(1)
    .fillOpacity(5)
    .legend(new VizLegendOptionsBuilder().showLegend(true).displayMode(LegendDisplayMode.List))
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi));
  if (redFrom === undefined && redBelow === undefined) return built;
  const dashed = new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed);
  return built.thresholdsStyle(dashed);
}

function thresholdsOf({ redFrom, redBelow }: Panel): ThresholdsConfigBuilder {
  const steps =
    redBelow !== undefined
      ? [
          { value: null, color: "red" },
          { value: redBelow, color: "green" },
        ]
      : [
          { value: null, color: "green" },
          ...(redFrom === undefined ? [] : [{ value: redFrom, color: "red" }]),
        ];
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(steps);
}

function buildQuery(
  platform: AwsPlatform,
  query: Query,
  refId: string,
  kind: Panel["kind"],
): Builder<Dataquery> {
  if ("expr" in query) {
    const builder = new DataqueryBuilder()
      .datasource(prometheusSource)
      .expr(query.expr)
      .legendFormat(query.legend)
      .refId(refId);
    return kind === "stat" ? builder.instant() : builder.range();
  }
  return new MetricsQueryBuilder()
    .datasource(cloudWatchSource)
    .queryMode(QueryMode.Metrics)
    .metricQueryType(MetricQueryType.Search)
    .metricEditorMode(MetricEditorMode.Builder)
    .region(platform.aws.region)
    .namespace(query.namespace)
    .metricName(query.metric)
    .statistic(query.statistic)
    .dimensions(
      Object.fromEntries(Object.entries(query.dimensions).map(([name, value]) => [name, [value]])),
    )
    .matchExact(false)
    .period("300")
    .id("")
    .expression("")
    .label(query.legend)
    .refId(refId);
}

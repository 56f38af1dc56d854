/** Grafana's own unit names, https://github.com/grafana/grafana packages/grafana-data valueFormats. */
export type Unit =
  | "short"
  | "s"
  | "ms"
  | "bytes"
  | "Bps"
  | "cps"
  | "percentunit"
  | "percent"
  | "none"
  | "bool_on_off";

/** A query of Prometheus, or of CloudWatch. */
export type Query =
  | { readonly expr: string; readonly legend: string }
  | {
      readonly namespace: string;
      readonly metric: string;
      readonly statistic: "Average" | "Maximum" | "Minimum" | "Sum";
      /** `*` stands for every value. */
      readonly dimensions: Readonly<Record<string, string>>;
      readonly legend: string;
    };

export interface Panel {
  readonly title: string;
  readonly description: string;
  readonly unit: Unit;
  /** `stat` shows the newest value, `timeseries` all of them; `text` shows its description. */
  readonly kind: "timeseries" | "stat" | "text";
  readonly queries: readonly Query[];
  /** From this value on it is red. */
  readonly redFrom?: number;
  /** Below this value it is red. */
  readonly redBelow?: number;
}

export interface DashboardPlan {
  /** File name and last part of the uid. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Values to choose from, asked of Prometheus. */
  readonly variables: readonly {
    readonly name: string;
    readonly label: string;
    readonly description: string;
    /** `label_values(metric, label)` */
    readonly query: string;
  }[];
  readonly rows: readonly { readonly title: string; readonly panels: readonly Panel[] }[];
}

export function usesCloudWatch({ rows }: DashboardPlan): boolean {
  return rows.some(({ panels }) =>
    panels.some(({ queries }) => queries.some((query) => "namespace" in query)),
  );
}

export const timeseries = (
  title: string,
  unit: Unit,
  description: string,
  queries: readonly Query[],
  limits: Pick<Panel, "redFrom" | "redBelow"> = {},
): Panel => ({ kind: "timeseries", title, unit, description, queries, ...limits });

export const stat = (
  title: string,
  unit: Unit,
  description: string,
  query: Query,
  limits: Pick<Panel, "redFrom" | "redBelow"> = {},
): Panel => ({ kind: "stat", title, unit, description, queries: [query], ...limits });

export const text = (title: string, markdown: string): Panel => ({
  kind: "text",
  title,
  unit: "none",
  description: markdown,
  queries: [],
});

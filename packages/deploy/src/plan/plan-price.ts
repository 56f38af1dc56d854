import type { Platform } from "@weir/core";
import type { PriceItem } from "./deploy-plan.ts";
import { priceDatabases, priceKafka, priceKubernetes, priceSecurity } from "./price-compute.ts";
import type { PriceContext } from "./price-context.ts";
import { priceLake } from "./price-lake.ts";
import { priceNetwork } from "./price-network.ts";
import { priceObservability } from "./price-observability.ts";
import type { PriceTable } from "./prices.ts";
import { allResources, type InfrastructureTemplates } from "./template.ts";
import type { Workload } from "./workload.ts";

export interface MonthlyPrice {
  readonly total: number;
  readonly items: readonly PriceItem[];
  /** Resources of a size whose price is not known; they are in no sum. */
  readonly unknown: readonly string[];
}

const parts = [
  priceKubernetes,
  priceKafka,
  priceDatabases,
  priceNetwork,
  priceLake,
  priceObservability,
  priceSecurity,
];

/**
 * What the templates' resources cost in a month of 730 hours. What is adopted stands in no template
 * and costs nothing more than it does already.
 */
export function planMonthlyPrice(
  platform: Platform,
  templates: InfrastructureTemplates,
  { prices, workload }: { readonly prices: PriceTable; readonly workload: Workload },
): MonthlyPrice {
  const context: PriceContext = {
    platform,
    resources: allResources(templates),
    prices,
    workload,
  };
  const priced = parts.map((part) => part(context));
  const items = priced.flatMap((part) => part.items);
  const cents = items.reduce((sum, { usd }) => sum + Math.round(usd * 100), 0);
  return { total: cents / 100, items, unknown: priced.flatMap(({ unknown }) => unknown) };
}

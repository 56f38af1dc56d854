import type { Platform } from "@weir/core";
import type { PriceItem } from "./deploy-plan.ts";
import type { Price, PriceTable } from "./prices.ts";
import type { TemplateResource } from "./template.ts";
import type { Workload } from "./workload.ts";

/** What the price of a component follows from. */
export interface PriceContext {
  readonly platform: Platform;
  readonly resources: readonly TemplateResource[];
  readonly prices: PriceTable;
  readonly workload: Workload;
}

/** Items, and the resources whose price is not known. */
export interface Priced {
  readonly items: readonly PriceItem[];
  readonly unknown: readonly string[];
}

/** An item in whole cents. */
export function priceItem(component: string, usd: number, assumption: string): PriceItem {
  return { component, usd: Math.round(usd * 100) / 100, assumption };
}

/** `$0.10 per alarm`, with a mark where the price is not confirmed. */
export function say({ usd, confirmed }: Price, unit: string): string {
  return `${dollars(usd)} per ${unit}${confirmed ? "" : " (not confirmed)"}`;
}

/** At least two decimals, more where the price has them. */
export function dollars(usd: number): string {
  const text = String(Number(usd.toFixed(6)));
  const decimals = text.split(".")[1]?.length ?? 0;
  return `$${decimals < 2 ? usd.toFixed(2) : text}`;
}

export function ofType({ resources }: PriceContext, type: string): TemplateResource[] {
  return resources.filter((resource) => resource.type === type);
}

/** `1 key`, `3 keys`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

export function round(value: number, digits = 1): string {
  return String(Number(value.toFixed(digits)));
}

import assert from "node:assert/strict";
import { test } from "node:test";
import { planMonthlyPrice } from "../../src/plan/plan-price.ts";
import { listPrices } from "../../src/plan/prices.ts";
import type { InfrastructureTemplates } from "../../src/plan/template.ts";
import { defaultWorkload, type Workload } from "../../src/plan/workload.ts";
import { platformOf, templates, withoutResource, withProperty } from "./plan-fixture.ts";

function priceOf(
  from: InfrastructureTemplates = templates,
  { platform = platformOf(), workload = {} as Partial<Workload> } = {},
) {
  return planMonthlyPrice(platform, from, {
    prices: listPrices,
    workload: { ...defaultWorkload, ...workload },
  });
}

function usdOf(price: ReturnType<typeof priceOf>, component: string): number | undefined {
  return price.items.find((item) => item.component === component)?.usd;
}

test("agrees with the floor of a small deployment that was reckoned by hand", () => {
  const price = priceOf();
  const floor: [component: string, usd: number, within: number][] = [
    ["MSK brokers", 447, 1],
    ["MSK storage", 30, 1],
    ["EKS control plane", 73, 1],
    ["EKS nodes", 179, 1],
    ["RDS instance legopoc-fullfillment", 237, 1],
    ["RDS storage legopoc-fullfillment", 23, 1],
    // The public address of the gateway was not in it.
    ["NAT gateways", 33, 4],
  ];
  for (const [component, usd, within] of floor) {
    const found = usdOf(price, component);
    assert.ok(found !== undefined && Math.abs(found - usd) <= within, `${component}: ${found}`);
  }
  const sum = floor.reduce((total, [component]) => total + (usdOf(price, component) ?? 0), 0);
  assert.ok(Math.abs(sum - 1_021) < 6, String(sum));
});

test("adds up to the total to the cent, and knows every size of the fixture", () => {
  const { total, items, unknown } = priceOf();
  const cents = items.reduce((sum, { usd }) => sum + Math.round(usd * 100), 0);
  assert.equal(Math.round(total * 100), cents);
  assert.deepEqual(unknown, []);
});

test("states both cadences of the Spark job, batch far below continuous", () => {
  const batch = usdOf(priceOf(), "Glue job") ?? 0;
  const platform = platformOf({}, { lake: { cadence: "continuous" } });
  const price = priceOf(templates, { platform });
  const continuous = usdOf(price, "Glue job") ?? 0;
  assert.equal(continuous, 642.4);
  assert.ok(batch > 43 && batch < 128, String(batch));
  const said = [...priceOf().items, ...price.items].filter((i) => i.component === "Glue job");
  assert.match(said[0]?.assumption ?? "", /continuous would be \$642\.00/);
  assert.match(said[1]?.assumption ?? "", /every 15 minutes about \$/);
  for (const { assumption } of said) assert.match(assumption, /per million changes/);
});

test("follows the workload where a price does, and only there", () => {
  const idle = priceOf(templates, { workload: { changesPerSecond: 0 } });
  const busy = priceOf(templates, { workload: { changesPerSecond: 2_000 } });
  for (const component of ["cross-zone traffic", "S3 storage", "Glue job"]) {
    assert.ok((usdOf(busy, component) ?? 0) > (usdOf(idle, component) ?? 0), component);
  }
  assert.equal(usdOf(busy, "MSK brokers"), usdOf(idle, "MSK brokers"));
});

test("counts interface endpoints by zone and leaves the gateway endpoint free", () => {
  const usd = usdOf(priceOf(), "interface endpoints");
  // Three zones × $0.01 × 730 h, and 20 GB.
  assert.equal(usd, 22.1);
});

test("prices nothing that no template makes", () => {
  const adopted = priceOf(withoutResource("legopoc-data", "Kafka"));
  assert.equal(usdOf(adopted, "MSK brokers"), undefined);
  assert.equal(usdOf(adopted, "CloudWatch metrics of MSK"), undefined);
  assert.deepEqual(priceOf({}).items, []);
});

test("names a size whose price it does not know, and sums the rest", () => {
  const price = priceOf(withProperty("legopoc-data", "Database", "DBInstanceClass", "db.x9.huge"));
  assert.deepEqual(price.unknown, ["database legopoc-fullfillment (db.x9.huge)"]);
  assert.equal(usdOf(price, "RDS instance legopoc-fullfillment"), undefined);
  assert.equal(usdOf(price, "MSK brokers"), usdOf(priceOf(), "MSK brokers"));
});

test("adds extended support to an old release by the vCPU-hour", () => {
  const old = priceOf(withProperty("legopoc-data", "Database", "EngineVersion", "8.0.46"));
  assert.equal(usdOf(old, "RDS extended support legopoc-fullfillment"), 2 * 2 * 0.1 * 730);
});

test("marks every price that no source of AWS's own confirms", () => {
  const marked = priceOf().items.filter(({ assumption }) => assumption.includes("not confirmed"));
  assert.deepEqual(
    marked.map(({ component }) => component),
    ["RDS instance legopoc-fullfillment", "NAT gateways", "CloudWatch metrics of MSK"],
  );
});

test("has a source and a date for each price", () => {
  for (const [name, { usd, source, asOf }] of Object.entries(listPrices)) {
    assert.ok(usd > 0, name);
    assert.match(source, /^https:\/\/aws\.amazon\.com\//, name);
    assert.match(asOf, /^20\d\d-\d\d$/, name);
  }
});

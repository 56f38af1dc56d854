/** The text of the `weir.config.ts` that `weir init` writes for a platform of this name. */
export function starterSpec(name: string): string {
  return `// A Weir platform: what is captured, how it is carried, where it lands.
// Every field with its default: docs/reference/spec.md, or: weir config show --origin
import { definePlatform } from "@weir/core";

export default definePlatform({
  // Part of every topic, group and cloud resource name.
  name: ${JSON.stringify(name)},

  // One entry per MySQL server; its key is topic prefix and connector name.
  sources: {
    shop: {
      version: "8.4",
      // Topic of this one: shop.shop_db.orders
      tables: ["shop_db.orders"],
      // What is read of rows that exist before the first start.
      snapshot: "initial",
    },
  },

  // What a schema change must keep to be accepted: see weir schema check.
  registry: { format: "avro", compatibility: "BACKWARD" },

  connect: { workers: 3 },
  kafka: { brokers: 3 },

  lake: {
    // "continuous", or how long data may wait: the longer, the cheaper.
    cadence: "15 minutes",
    gold: {
      // orders_by_day: "select date(created_at) as day, count(*) as orders from silver.orders group by 1",
    },
  },

  // The local stack of weir up.
  local: {
    mysql: {
      // SQL that is run once on the new database.
      // init: "init.sql",
      // A running server instead of an own one; its password comes from WEIR_MYSQL_PASSWORD.
      // url: "mysql://root@127.0.0.1:3306",
    },
  },
});
`;
}

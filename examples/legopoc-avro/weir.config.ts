import { definePlatform } from "@weir/core";

export default definePlatform({
  name: "legopoc",
  sources: {
    fullfillment: {
      tables: ["test_db.person", "test_db.orders"],
    },
  },
  registry: { format: "avro", compatibility: "BACKWARD" },
  lake: {
    cadence: "15 minutes",
    gold: {
      people_by_age: "select age, count(*) as people from silver.person group by age",
      orders_by_status:
        "select status, count(*) as orders, sum(amount) as amount from silver.orders group by status",
    },
  },
  local: { mysql: { init: "init.sql" } },
  // weir plan, synth, deploy: what is not said here is made new.
  aws: { region: "ap-northeast-1" },
  environments: {
    staging: { aws: { rds: { instanceType: "db.t4g.medium" }, tags: { stage: "staging" } } },
  },
});

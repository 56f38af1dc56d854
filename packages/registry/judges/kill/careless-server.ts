/** The negative control: the registry, but commits come long after the answers. */
import { randomUUID } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import { faultPlan } from "../../src/faults/fault-plan.ts";
import { parseFaults } from "../../src/faults/parse-faults.ts";
import { buildServer } from "../../src/http/build-server.ts";
import { serverMetrics } from "../../src/metrics.ts";
import { defaultPolicy } from "../../src/operation.ts";
import { noSync } from "../../src/store/group-sync.ts";
import { openStore, type Store } from "../../src/store/open-store.ts";
import { wrapDatabase } from "../../src/store/wrap-database.ts";

/** Longer than the server lives: what it loses does not depend on this machine's speed. */
const commitDelayMs = 600_000;
const databaseFile = process.argv[2] as string;

openStore(databaseFile).close();
const database = new DatabaseSync(databaseFile);
const careful = wrapDatabase(database, noSync, () => database.close());
const store: Store = {
  ...careful,
  transaction(work) {
    if (!database.isTransaction) {
      database.exec("begin");
      setTimeout(() => database.exec("commit"), commitDelayMs);
    }
    return work();
  },
};
const app = buildServer({
  context: {
    store,
    arn: { region: "eu-central-1", account: "000000000000" },
    policy: defaultPolicy,
    newId: randomUUID,
  },
  faults: faultPlan(parseFaults([])),
  metrics: serverMetrics({ store, databaseFile, countConnections: async () => 0 }),
  token: undefined,
  addConfluent: undefined,
  logLevel: "silent",
});
const endpoint = await app.listen({ host: "127.0.0.1", port: 0 });
process.stdout.write(`${JSON.stringify({ ready: true, endpoint })}\n`);

import { readFileSync } from "node:fs";
import { listRegistryNames } from "../../store/confluent-versions.ts";
import { pageOf, readQuery } from "../read-request.ts";
import type { ConfluentContext, ConfluentRequest, ConfluentRoute } from "../route.ts";

/** What belongs to the server and to no subject. */
export const serverRoutes: readonly ConfluentRoute[] = [
  { method: "GET", route: "/", handler: () => ({}) },
  { method: "GET", route: "/contexts", handler: listContexts },
  {
    method: "GET",
    route: "/v1/metadata/id",
    handler: ({ arn }) => ({
      scope: {
        path: [],
        clusters: {
          "kafka-cluster": "weir",
          "schema-registry-cluster": `${arn.account}-${arn.region}`,
        },
      },
    }),
  },
  {
    method: "GET",
    route: "/v1/metadata/version",
    handler: () => ({ version: packageVersion(), commitId: "weir" }),
  },
];

/** Every Glue registry is a context; the default one is `.`. */
function listContexts(context: ConfluentContext, request: ConfluentRequest): unknown {
  const { store, defaultRegistry } = context;
  const others = listRegistryNames(store).filter((name) => name !== defaultRegistry);
  const contexts = [".", ...others.map((name) => `.${name}`)];
  const prefix = readQuery(request, "contextPrefix") ?? "";
  return pageOf(
    request,
    contexts.filter((name) => name.startsWith(prefix)),
  );
}

function packageVersion(): string {
  const manifest = new URL("../../../package.json", import.meta.url);
  return (JSON.parse(readFileSync(manifest, "utf8")) as { version: string }).version;
}

import { refusals } from "../confluent-error.ts";
import type { ConfluentRoute } from "../route.ts";

/** What Confluent's server has and Weir's does not, said in words rather than by silence. */
const absent: readonly (readonly [path: string, what: string])[] = [
  ["/exporters", "exporters (schema linking)"],
  ["/dek-registry", "keys of client-side field encryption"],
  ["/associations", "associations of topics with subjects"],
  ["/catalog", "the data catalog"],
  ["/subjects/:subject/metadata", "metadata of schemas"],
  ["/subjects/:subject/versions/:version/tags", "tags of schemas"],
];

const methods = ["GET", "POST", "PUT", "DELETE"] as const;

export const unsupportedRoutes: readonly ConfluentRoute[] = absent.flatMap(([path, what]) =>
  methods.flatMap((method) =>
    [path, `${path}/*`].map((route) => ({
      method,
      route,
      handler: () => {
        throw refusals.notHere(`HTTP 404 Not Found: Weir's registry has no ${what}`);
      },
    })),
  ),
);

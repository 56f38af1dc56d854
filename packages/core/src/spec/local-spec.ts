import { z } from "zod";

const port = z.int().min(1024).max(65_535).optional();

/** What only the local stack needs to know. */
export const localSpec = z.strictObject({
  mysql: z
    .strictObject({
      url: z
        .string()
        .regex(/^mysql:\/\/[^:@/\s]+@[^@/\s]+$/, {
          error:
            "expected mysql://user@host:port without a password (give that in WEIR_MYSQL_PASSWORD)",
        })
        .optional()
        .describe(
          "A running server to use instead of an own one; the user must be an administrator.",
        ),
      init: z
        .string()
        .min(1)
        .optional()
        .describe("SQL file, relative to the spec, run once on the new database."),
    })
    .prefault({})
    .describe("The local source database."),
  ports: z
    .strictObject({
      mysql: port.describe("Port of MySQL; a free one where absent."),
      kafka: port.describe("Port of the first broker; the others follow it."),
      connect: port.describe("REST port of the first worker; the others follow it."),
      registry: port.describe("Port of the schema registry."),
    })
    .prefault({})
    .describe("Fixed ports, where another program must know them."),
});

export type LocalSpec = z.output<typeof localSpec>;

import { sourceTableStatements } from "@weir/connect";
import { names } from "@weir/core";
import { awsNames, slug } from "../aws-names.ts";
import type { AwsPlatform } from "../aws-platform.ts";
import { outputVariable, placeholder } from "../outputs.ts";
import { images } from "./images.ts";
import { type EnvVar, filesPath, type JobContainer, planJob, workPath } from "./job.ts";
import type { PlannedObject } from "./render-manifest.ts";
import { databaseScript } from "./scripts/database-script.ts";
import { fetchScript } from "./scripts/fetch-script.ts";

export const databaseJobComment = `One Job for each source, as the master user: binlog retention (set and read back), Weir's own tables,
and the two users of the connector, of which the secret names the present one. Repeating is harmless.
A finished Job cannot be changed and is not run again: delete it first, also after a rotation of the
password.`;

/** The connector's users of a source; a rotation goes from one to the other. */
export const cdcUsers = ["weir_cdc_a", "weir_cdc_b"] as const;

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html */
const caBundleUrl = "https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem";
const caFile = `${workPath}/rds-ca.pem`;

/** Files of a Job that speaks to MySQL, and the container that fetches AWS's certificates. */
export const caBundle = {
  file: { "fetch.sh": fetchScript },
  container: {
    name: "fetch-certificates",
    image: images.kafka,
    script: "fetch.sh",
    env: [
      { name: "URL", value: caBundleUrl },
      { name: "FILE", value: caFile },
    ],
  } satisfies JobContainer,
} as const;

/** Where the server of a source is, and as whom to speak to it. */
export function mysqlEnv(source: string, secret: string): EnvVar[] {
  const key = (name: string, from: string): EnvVar => ({
    name,
    valueFrom: { secretKeyRef: { name: secret, key: from } },
  });
  return [
    { name: "SOURCE", value: source },
    { name: "MYSQL_HOST", value: placeholder(outputVariable("DATABASE_HOST", source)) },
    { name: "MYSQL_PORT", value: placeholder(outputVariable("DATABASE_PORT", source)) },
    key("MYSQL_USER", "username"),
    key("MYSQL_PWD", "password"),
    { name: "CA_FILE", value: caFile },
    // The client looks for a home folder.
    { name: "HOME", value: "/tmp" },
  ];
}

/** SQL that prepares a source, with CDC_ACCOUNT in place of the user. */
export function databaseStatements(platform: AwsPlatform, source: string) {
  const tables = platform.sources[source]?.tables ?? [];
  const databases = new Set(tables.map((table) => names.parseTableName(table).database));
  // In a grant on a database _ stands for any character.
  const exactly = (database: string) => `\`${database.replaceAll("_", "\\_")}\`.*`;
  const grants = [
    "GRANT RELOAD, SHOW DATABASES, REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO CDC_ACCOUNT",
    `GRANT SELECT, INSERT, UPDATE ON ${names.heartbeatTable} TO CDC_ACCOUNT`,
    `GRANT SELECT, INSERT, UPDATE ON ${names.signalTable} TO CDC_ACCOUNT`,
    // Where RDS refuses a global read lock, Debezium locks the tables while it reads their schemas.
    ...[...databases].map((each) => `GRANT SELECT, LOCK TABLES ON ${exactly(each)} TO CDC_ACCOUNT`),
  ];
  const lines = (statements: readonly string[]) => statements.map((each) => `${each};\n`).join("");
  return { "statements.sql": lines(sourceTableStatements), "grants.sql": lines(grants) };
}

/**
 * The Job that prepares one source.
 *
 * @param options.retireOtherUser lock the user that the secret does not name: the last step of a
 *   rotation, after the connector has come back. @default false
 */
export function planDatabaseJob(
  platform: AwsPlatform,
  source: string,
  options: { readonly retireOtherUser?: boolean } = {},
): PlannedObject[] {
  const { kubernetes } = awsNames(platform);
  const cdc = kubernetes.cdcSecret(source);
  const { binlogRetentionHours } = platform.aws.rds;
  return planJob({
    name: `${slug(source)}-database`,
    component: "database",
    serviceAccount: kubernetes.jobServiceAccount,
    files: {
      ...caBundle.file,
      "database.sh": databaseScript,
      ...databaseStatements(platform, source),
    },
    before: [caBundle.container],
    main: {
      name: "database",
      image: images.mysql,
      script: "database.sh",
      env: [
        ...mysqlEnv(source, kubernetes.masterSecret(source)),
        { name: "CDC_USER", valueFrom: { secretKeyRef: { name: cdc, key: "username" } } },
        { name: "CDC_PASSWORD", valueFrom: { secretKeyRef: { name: cdc, key: "password" } } },
        { name: "CDC_USERS", value: cdcUsers.join(" ") },
        { name: "RETIRE_OTHER_USER", value: String(options.retireOtherUser ?? false) },
        { name: "RETENTION_HOURS", value: String(binlogRetentionHours) },
        { name: "STATEMENTS", value: `${filesPath}/statements.sql` },
        { name: "GRANTS", value: `${filesPath}/grants.sql` },
      ],
    },
    deadlineSeconds: 600,
  });
}

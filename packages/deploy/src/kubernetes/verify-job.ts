import { names } from "@weir/core";
import { awsNames, slug } from "../aws-names.ts";
import type { AwsPlatform } from "../aws-platform.ts";
import { caBundle, mysqlEnv } from "./database-job.ts";
import { images } from "./images.ts";
import { planJob } from "./job.ts";
import type { PlannedObject } from "./render-manifest.ts";
import { verifyScript } from "./scripts/verify-script.ts";

export const verifyJobComment = `"A row written is a row seen." One Job for each source. Delete what is there of an earlier run, apply,
and wait until it is complete. Its log then has one line of JSON:
  {"event":"row-written","source":"shop","id":"weir-verify-…","gtid":"<executed set>","file":"…","pos":4711}
Then, until it holds or the deadline passes:
  kubectl annotate kafkaconnector <name> strimzi.io/connector-offsets=list --overwrite
The operator takes the annotation away and writes ConfigMap <name>-offsets, key offsets.json. The row
is seen when offsets[0].offset.gtids contains the set "gtid"; without GTIDs, when file and pos of the
offset have reached "file" and "pos". Connect stores an offset only after Kafka has acknowledged every
record up to it, and a heartbeat moves it when no row follows.`;

/** The ConfigMap that the operator writes a connector's stored offset to. */
export function offsetsConfigMap(kafkaConnector: string): string {
  return `${kafkaConnector}-offsets`;
}

/** The Job that writes one row into a source, as the connector's own user. */
export function planVerifyJob(platform: AwsPlatform, source: string): PlannedObject[] {
  const { kubernetes } = awsNames(platform);
  const before84 = platform.sources[source]?.version === "8.0";
  return planJob({
    name: `${slug(source)}-verify`,
    component: "verify",
    serviceAccount: kubernetes.jobServiceAccount,
    files: { ...caBundle.file, "verify.sh": verifyScript },
    before: [caBundle.container],
    main: {
      name: "verify",
      image: images.mysql,
      script: "verify.sh",
      env: [
        ...mysqlEnv(source, kubernetes.cdcSecret(source)),
        { name: "SIGNAL_TABLE", value: names.signalTable },
        { name: "STATUS", value: before84 ? "SHOW MASTER STATUS" : "SHOW BINARY LOG STATUS" },
      ],
    },
    deadlineSeconds: 300,
    keepSeconds: 3_600,
  });
}

import {
  planCapturedTopics,
  planSchemaHistoryTopic,
  planWeirTopics,
  planWorkerTopics,
  type TopicPlan,
} from "@weir/connect";
import { awsNames } from "../aws-names.ts";
import type { AwsPlatform } from "../aws-platform.ts";
import { placeholder } from "../outputs.ts";
import { artifacts } from "./artifacts.ts";
import { images } from "./images.ts";
import { filesPath, planJob, workPath } from "./job.ts";
import { mskIamClient } from "./msk-iam.ts";
import type { PlannedObject } from "./render-manifest.ts";
import { fetchScript } from "./scripts/fetch-script.ts";
import { topicsScript } from "./scripts/topics-script.ts";

export const topicsJobComment = `Topics with their own settings before anything writes to them: Kafka Connect's three (compacted),
schema history (kept for ever), heartbeat, signals, captured tables. What is there already is
compared; a difference that would lose or reorder records fails the Job and is named in its log.`;

/** Each topic of the platform and whether another number of partitions would matter. */
function wantedTopics(platform: AwsPlatform): { topic: TopicPlan; exactly: boolean }[] {
  return [
    ...planWorkerTopics(platform).map((topic) => ({
      topic,
      // Connect refuses a topic of configurations with more than one; it keys the other two.
      exactly: topic.partitions === 1 && topic.name.endsWith(".configs"),
    })),
    ...Object.keys(platform.sources).flatMap((source) =>
      [
        planSchemaHistoryTopic(platform, source),
        ...planWeirTopics(platform, source),
        ...planCapturedTopics(platform, source),
      ].map((topic) => ({ topic, exactly: true })),
    ),
  ];
}

/** `name partitions replicas key=value…`, one line for each topic. */
export function topicLines(platform: AwsPlatform): string {
  return wantedTopics(platform)
    .map(({ topic: { name, partitions, replicationFactor, config }, exactly }) => {
      const settings = Object.entries(config).map(([key, value]) => `${key}=${value}`);
      return `${[name, `${partitions}${exactly ? "" : "+"}`, replicationFactor, ...settings].join(" ")}\n`;
    })
    .join("");
}

/** The Job that makes and compares topics, with MSK's IAM login. */
export function planTopicsJob(platform: AwsPlatform): PlannedObject[] {
  const { kubernetes } = awsNames(platform);
  const jar = `${workPath}/aws-msk-iam-auth.jar`;
  const lines = topicLines(platform);
  // The tool starts a JVM for each topic that it makes.
  const deadlineSeconds = 300 + 15 * lines.split("\n").length;
  return planJob({
    name: `${platform.name}-topics`,
    component: "topics",
    serviceAccount: kubernetes.jobServiceAccount,
    files: {
      "fetch.sh": fetchScript,
      "topics.sh": topicsScript,
      "topics.txt": lines,
      "client.properties": Object.entries(mskIamClient)
        .map(([key, value]) => `${key}=${value}\n`)
        .join(""),
    },
    before: [
      {
        name: "fetch-iam-login",
        image: images.kafka,
        script: "fetch.sh",
        env: [
          { name: "URL", value: artifacts.mskIamAuth.url },
          { name: "SHA512", value: artifacts.mskIamAuth.sha512 },
          { name: "FILE", value: jar },
        ],
      },
    ],
    main: {
      name: "topics",
      image: images.kafka,
      script: "topics.sh",
      env: [
        { name: "BOOTSTRAP_SERVERS", value: placeholder("WEIR_BOOTSTRAP_SERVERS") },
        { name: "CLIENT_CONFIG", value: `${filesPath}/client.properties` },
        { name: "TOPICS", value: `${filesPath}/topics.txt` },
        { name: "KAFKA_BIN", value: "/opt/kafka/bin" },
        // Kafka's scripts put their own jars behind it.
        { name: "CLASSPATH", value: jar },
        { name: "KAFKA_HEAP_OPTS", value: "-Xmx192m" },
        // They make this folder, and the image's own is read-only.
        { name: "LOG_DIR", value: "/tmp" },
      ],
    },
    deadlineSeconds,
  });
}

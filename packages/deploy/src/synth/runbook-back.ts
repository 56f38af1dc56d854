import { awsNames } from "../aws-names.ts";
import type { AwsPlatform } from "../aws-platform.ts";

/** The way back. Kafka goes with its stack; the sources and the lake stay. */
export function backSection(platform: AwsPlatform): string[] {
  const names = awsNames(platform);
  const { namespace } = names.kubernetes;
  const remove = (...ids: (keyof typeof names.stacks)[]) =>
    ids.flatMap((id) =>
      ["delete-stack", "wait stack-delete-complete"].map(
        (command) =>
          `aws cloudformation ${command} --region "$AWS_REGION" --stack-name ${names.stacks[id]}`,
      ),
    );
  const made = Object.keys(platform.sources).filter(
    (source) => platform.aws.rds.existing[source] === undefined,
  );
  const commands = [
    ...remove("observability", "lake"),
    `kubectl -n ${namespace} delete kafkaconnectors --all`,
    `kubectl delete namespace ${namespace}`,
    `kubectl delete mutatingadmissionpolicybindings,mutatingadmissionpolicies -l app.kubernetes.io/part-of=${platform.name}`,
    ...remove("platform"),
    ...made.map(
      (source) =>
        `aws rds modify-db-instance --region "$AWS_REGION" --db-instance-identifier ${names.database(source)} --no-deletion-protection --apply-immediately`,
    ),
    ...remove("data"),
    ...(platform.aws.connect.image === undefined
      ? [
          "# A bucket goes only when it is empty, of old versions too.",
          'aws s3api delete-objects --bucket "$WEIR_PLUGIN_BUCKET" --delete "$(aws s3api list-object-versions --bucket "$WEIR_PLUGIN_BUCKET" \\',
          "  --query '{Objects: [Versions, DeleteMarkers][].{Key: Key, VersionId: VersionId}}' --output json)\"",
        ]
      : []),
    ...remove("foundation"),
  ];
  const kafka =
    platform.aws.msk.existing === undefined ? " Kafka goes with all that is in it." : "";
  return [
    "## Back",
    "",
    `Only to take the platform down; \`weir destroy\` does the same and asks first.${kafka} Of each database a last snapshot stays; the lake's bucket, the key and the schema registry stay too. What is adopted is left alone; in an adopted cluster the three Helm releases stay, for others may use them.`,
    "",
    "```sh",
    ...commands,
    "```",
  ];
}

import { awsNames } from "../aws-names.ts";
import type { AwsPlatform } from "../aws-platform.ts";
import { helmCharts } from "../kubernetes/helm-charts.ts";
import { lakeJobKey } from "../lake/lake-prefixes.ts";
import { type LakeFiles, planLakeFiles } from "../lake/plan-lake-files.ts";
import type { SynthFile } from "../synth-file.ts";
import type { SynthInputs } from "../synth-inputs.ts";
import { backSection } from "./runbook-back.ts";

/** RUNBOOK.md: the deployment by hand, with `aws`, `helm` and `kubectl` only, in order. */
export function renderRunbook(
  platform: AwsPlatform,
  inputs: SynthInputs,
  files: readonly SynthFile[],
): string {
  const names = awsNames(platform);
  const { namespace } = names.kubernetes;
  const paths = files.map(({ path }) => path).sort();
  const manifests = (from: number, to: number) =>
    paths.filter((path) => {
      const number = Number(/^kubernetes\/(\d+)-/.exec(path)?.[1] ?? Number.NaN);
      return number >= from && number <= to;
    });
  const apply = (from: number, to: number) =>
    manifests(from, to)
      .map((path) => `weir_fill ${path} | kubectl apply --server-side --field-manager=weir -f -`)
      .join("\n");
  const stack = (id: keyof typeof names.stacks) => {
    const template = files.find(({ path }) => path.endsWith(`-${id}.json`));
    const options = [
      `--template-file ${template?.path ?? ""} --capabilities CAPABILITY_NAMED_IAM --no-fail-on-empty-changeset`,
      ...(id === "foundation" ? [] : ['--s3-bucket "$WEIR_BUCKET" --s3-prefix cloudformation']),
      ...parameterOverrides(template),
    ];
    return [
      `aws cloudformation deploy --region "$AWS_REGION" --stack-name ${names.stacks[id]} \\`,
      `  ${options.join(" \\\n  ")}`,
      ". ./outputs.sh",
    ].join("\n");
  };
  const sections: readonly (readonly [title: string, text: string, commands: string])[] = [
    [
      "Before",
      "Needs `aws` 2, `kubectl`, `helm` 3 or 4, `envsubst` (gettext), and credentials that may make all of this. The Kubernetes API is private unless `aws.access.cidrs` names your addresses: from step 4 on work inside the VPC otherwise.",
      "sha256sum --check --quiet MANIFEST.sha256\naws sts get-caller-identity\n. ./outputs.sh",
    ],
    [
      "1 Foundation",
      ["Network, keys, buckets, image repository, alarm topic.", ...adoptedText(platform)].join(
        "\n\n",
      ),
      stack("foundation"),
    ],
    ["2 Data", "Kafka, databases, schema registry. Takes 30 to 60 minutes.", stack("data")],
    ["3 Platform", "Kubernetes and the roles of its service accounts.", stack("platform")],
    [
      "4 Operators",
      "Their custom resources must be known before the platform's objects are applied.",
      [
        'aws eks update-kubeconfig --region "$AWS_REGION" --name "$WEIR_CLUSTER"',
        ...helmCharts(platform).map(
          ({ release, repository, chart, version, namespace: into, values }) =>
            [
              `weir_fill ${values} | helm upgrade --install ${release} ${chart} --version ${version} \\`,
              `  ${repository === undefined ? "" : `--repo ${repository} `}--namespace ${into} --create-namespace --values - --wait --timeout 15m`,
            ].join("\n"),
        ),
      ].join("\n"),
    ],
    [
      "5 Connect",
      "The plugin first: the build of the image fetches it. Then secrets and the Jobs that prepare database and topics; each must complete. The workers come last.",
      [
        ...paths
          .filter((path) => path.startsWith("plugins/"))
          .map((path) => `aws s3 cp ${path} "s3://$WEIR_PLUGIN_BUCKET/${path}"`),
        apply(0, 10),
        `kubectl -n ${namespace} wait externalsecrets --all --for=condition=Ready --timeout=5m`,
        apply(20, 29),
        `kubectl -n ${namespace} wait jobs --all --for=condition=Complete --timeout=15m`,
        ...(platform.aws.connect.image === undefined
          ? [
              `# Valid for 12 hours: make it anew before each build of the image.`,
              [
                `token="$(aws ecr get-authorization-token --region "$AWS_REGION" --query 'authorizationData[0].authorizationToken' --output text)"`,
                `registry="$(echo "$WEIR_ECR_REPOSITORY" | cut -d/ -f1)"`,
                // printf is the shell's own: the token stands in no process list.
                `printf '{"auths":{"%s":{"auth":"%s"}}}' "$registry" "$token" |`,
                `  kubectl -n ${namespace} create secret generic ${names.kubernetes.pushSecret} --type=kubernetes.io/dockerconfigjson \\`,
                "    --from-file=.dockerconfigjson=/dev/stdin --dry-run=client -o yaml |",
                "  kubectl apply --server-side --field-manager=weir -f -",
              ].join("\n"),
            ]
          : []),
        apply(30, 49),
        `kubectl -n ${namespace} wait kafkaconnect ${names.kubernetes.kafkaConnect} --for=condition=Ready --timeout=30m`,
      ].join("\n"),
    ],
    [
      "6 Connectors",
      "Ready means that the connector runs; it is safe against the loss of its worker once an offset of it is stored.",
      [
        apply(50, 79),
        `kubectl -n ${namespace} wait kafkaconnectors --all --for=condition=Ready --timeout=10m`,
      ].join("\n"),
    ],
    ["7 Lake", lakeText, lakeCommands(planLakeFiles(platform, inputs), stack)],
    [
      "8 A row written is a row seen",
      "The Job writes a row and prints the server's executed GTID set; the connector has passed it when its stored offset covers that set.",
      [
        apply(90, 99),
        `kubectl -n ${namespace} wait jobs --all --for=condition=Complete --timeout=5m`,
        `kubectl -n ${namespace} logs -l app.kubernetes.io/component=verify --tail=5`,
        `kubectl -n ${namespace} annotate kafkaconnectors --all --overwrite strimzi.io/connector-offsets=list`,
        `kubectl -n ${namespace} get configmaps -o yaml | grep gtids`,
      ].join("\n"),
    ],
  ];
  return [
    `# ${platform.name} on AWS, by hand`,
    "",
    "Written by `weir synth`; `weir deploy` does the same with checks between the steps. Run everything in this folder, in order; each step can be repeated.",
    "",
    ...sections.flatMap(([title, text, commands]) => [
      `## ${title}`,
      "",
      text,
      "",
      "```sh",
      commands,
      "```",
      "",
    ]),
    ...backSection(platform),
    "",
  ].join("\n");
}

/** What a template asks of adopted parts; quoted, so that a value left out is refused, not run. */
function parameterOverrides(template: SynthFile | undefined): string[] {
  const { Parameters = {} } = JSON.parse(String(template?.content ?? "{}")) as {
    Parameters?: Record<string, { Default?: unknown; Description?: string }>;
  };
  const asked = Object.entries(Parameters).filter(([, { Default }]) => Default === undefined);
  if (asked.length === 0) return [];
  const values = asked.map(
    ([name, { Description = name }]) => `'${name}=<${Description.replaceAll("'", "")}>'`,
  );
  return ["--parameter-overrides", ...values.map((value) => `  ${value}`)];
}

/** What the adopted parts need by hand; `weir deploy` looks before it makes anything. */
function adoptedText({ aws }: AwsPlatform): string[] {
  const databases = Object.values(aws.rds.existing);
  const notes = [
    ...(aws.vpc.existing === undefined && aws.eks.existing === undefined && databases.length === 0
      ? []
      : [
          "Replace each `<…>` of `--parameter-overrides`, here and in step 2, by what it describes.",
        ]),
    ...(aws.msk.existing === undefined
      ? []
      : [
          `Before step 5, let \`$WEIR_WORKLOAD_SECURITY_GROUP\` and \`$WEIR_GLUE_SECURITY_GROUP\` reach port 9098 of \`${aws.msk.existing}\`, which must have IAM authentication.`,
        ]),
    ...databases.map(
      (identifier) =>
        `Before step 5, let \`$WEIR_WORKLOAD_SECURITY_GROUP\` (from a peered VPC: \`$WEIR_VPC_CIDR\`) reach the port of \`${identifier}\`.`,
    ),
    ...(aws.eks.existing === undefined
      ? []
      : [
          `Before step 3, the cluster needs its agent of Pod Identity: \`aws eks create-addon --cluster-name ${aws.eks.existing} --addon-name eks-pod-identity-agent\`.`,
        ]),
  ];
  return notes.length === 0 ? [] : [notes.map((note) => `- ${note}`).join("\n")];
}

const lakeText =
  "Script, wheel and jars by the hash of their content; the job fetches nothing else at its start.";

function lakeCommands(
  { script, wheel }: LakeFiles,
  stack: (id: "lake" | "observability") => string,
): string {
  return [
    ...[script, wheel].map(({ name, key }) => `aws s3 cp lake/${name} "s3://$WEIR_BUCKET/${key}"`),
    `grep -v '^#' lake/jars.txt | while read -r coordinates url sha256 sha512 key; do`,
    '  curl --fail --silent --show-error --location --output /tmp/weir.jar "$url" &&',
    '    echo "$sha512  /tmp/weir.jar" | sha512sum --check --quiet - &&',
    '    aws s3 cp /tmp/weir.jar "s3://$WEIR_BUCKET/$key" || exit 1',
    "done",
    `weir_fill lake/job.json | aws s3 cp - "s3://$WEIR_BUCKET/${lakeJobKey}"`,
    stack("lake"),
    stack("observability"),
  ].join("\n");
}

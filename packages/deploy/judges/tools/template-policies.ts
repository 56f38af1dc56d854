import type { InfrastructureStack } from "../../src/infrastructure/infrastructure-stack.ts";
import { isObject, type Statement, statementsOf } from "./policy-statements.ts";
import { resourceRules } from "./resource-rules.ts";

/** A resource of one of the templates. */
export interface TemplateResource {
  readonly stack: string;
  readonly id: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What a template does that the project's policies forbid. */
export interface Violation {
  readonly where: string;
  readonly rule: string;
}

/** The body of a template in a request; a larger one has to lie in a bucket, which is not there yet. */
const mostBodyBytes = 51_200;
/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const mostBytes = 1_000_000;

/** Actions that IAM cannot limit to a resource, and where that is written. */
export const unscopableActions: readonly (readonly [action: RegExp, reason: string])[] = [
  [/^glue:GetSchemaVersion$/, "a version is asked for by its id: AWS Glue, IAM examples"],
  [/^cloudwatch:PutMetricData$/, "no resource type; limited by the condition on the namespace"],
  [/^ec2:Describe[A-Za-z]+$/, "EC2's descriptions have no resource types"],
];

/** Everything the five templates of a platform do against the project's policies. */
export function checkTemplates(stacks: readonly InfrastructureStack[]): Violation[] {
  const resources = stacks.flatMap(resourcesOf);
  return [
    ...stacks.flatMap(checkSize),
    ...stacks.flatMap(checkSelfContained),
    ...resources.flatMap(checkResource),
    ...resources.flatMap((resource) =>
      statementsOf(resource).flatMap((statement) => checkStatement(resource, statement)),
    ),
    ...checkTransport(resources),
  ];
}

export function resourcesOf({ id, template }: InfrastructureStack): TemplateResource[] {
  const resources = isObject(template.Resources) ? template.Resources : {};
  return Object.entries(resources).flatMap(([name, resource]) =>
    isObject(resource)
      ? [
          {
            stack: id,
            id: name,
            type: String(resource.Type),
            properties: isObject(resource.Properties) ? resource.Properties : {},
          },
        ]
      : [],
  );
}

function checkSize({ id, template }: InfrastructureStack): Violation[] {
  // As `weir synth` writes it.
  const bytes = Buffer.byteLength(`${JSON.stringify(template, undefined, 1)}\n`);
  const most = id === "foundation" ? mostBodyBytes : mostBytes;
  return bytes <= most ? [] : [{ where: id, rule: `template of ${bytes} bytes, at most ${most}` }];
}

/** Nothing that would need a bootstrapped account, an asset, or code that runs in the account. */
function checkSelfContained(stack: InfrastructureStack): Violation[] {
  const { id, template } = stack;
  const violations: Violation[] = [];
  for (const { type, id: name } of resourcesOf(stack)) {
    if (/^(AWS::Lambda::|Custom::|AWS::CloudFormation::CustomResource)/.test(type)) {
      violations.push({ where: `${id}/${name}`, rule: `no ${type}` });
    }
  }
  if (/cdk-hnb659fds|AssetParameters|BootstrapVersion/.test(JSON.stringify(template))) {
    violations.push({ where: id, rule: "no asset and no bootstrap" });
  }
  return violations;
}

function checkResource(resource: TemplateResource): Violation[] {
  const where = `${resource.stack}/${resource.id}`;
  const rules = resourceRules[resource.type];
  if (rules === undefined) {
    return [{ where, rule: `type ${resource.type} has no entry in resource-rules.ts` }];
  }
  return rules
    .filter(({ holds }) => !holds(resource.properties))
    .map(({ rule }) => ({ where, rule }));
}

function checkStatement(resource: TemplateResource, statement: Statement): Violation[] {
  if (statement.effect !== "Allow") return [];
  const where = `${resource.stack}/${resource.id}`;
  // A key's policy speaks of that key, and the account must be able to manage it.
  const isKey = resource.type === "AWS::KMS::Key";
  const toAccount = statement.principals.every((principal) => principal.includes(":root"));
  const violations: Violation[] = [];
  for (const action of statement.actions) {
    if (action.includes("*") && !(isKey && action === "kms:*" && toAccount)) {
      violations.push({ where, rule: `no wildcard in action ${action}` });
    }
    const scopable = !unscopableActions.some(([pattern]) => pattern.test(action));
    if (statement.resources.includes("*") && scopable && !isKey) {
      violations.push({ where, rule: `no resource * for ${action}` });
    }
  }
  if (statement.principals.includes("*") && !fixedToNetwork(statement)) {
    violations.push({ where, rule: "anybody only through a fixed endpoint or VPC" });
  }
  return violations;
}

function fixedToNetwork({ condition, actions }: Statement): boolean {
  const fixed = condition.StringEquals ?? {};
  const network = fixed["aws:SourceVpce"] ?? fixed["aws:SourceVpc"];
  return network !== undefined && network !== "*" && actions.join() === "s3:GetObject";
}

/** Each bucket and topic refuses what does not come over TLS. */
function checkTransport(resources: readonly TemplateResource[]): Violation[] {
  const policies = [
    ["AWS::S3::Bucket", "AWS::S3::BucketPolicy", "Bucket"],
    ["AWS::SNS::Topic", "AWS::SNS::TopicPolicy", "Topics"],
  ] as const;
  return policies.flatMap(([type, policyType, property]) =>
    resources
      .filter((resource) => resource.type === type)
      .filter(({ stack, id }) => {
        const policy = resources.find(
          (other) =>
            other.stack === stack &&
            other.type === policyType &&
            JSON.stringify(other.properties[property]).includes(`"Ref":"${id}"`),
        );
        return policy === undefined || !statementsOf(policy).some(refusesPlainText);
      })
      .map(({ stack, id }) => ({ where: `${stack}/${id}`, rule: "refuses what is not TLS" })),
  );
}

function refusesPlainText({ effect, principals, condition }: Statement): boolean {
  const secure = condition.Bool?.["aws:SecureTransport"];
  return effect === "Deny" && principals.includes("*") && String(secure) === "false";
}

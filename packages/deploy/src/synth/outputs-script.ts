import { awsNames } from "../aws-names.ts";
import type { AwsPlatform } from "../aws-platform.ts";
import { deployOutputs } from "../outputs.ts";

/** A shell script to be sourced: asks AWS for what is known only after a part is made. */
export function renderOutputsScript(platform: AwsPlatform): string {
  const { stacks } = awsNames(platform);
  const { region } = platform.aws;
  const lines = deployOutputs(platform).flatMap(({ name, from, meaning }) => {
    const comment = `# ${meaning}`;
    if ("stack" in from)
      return [comment, `weir_output ${name} ${stacks[from.stack]} ${from.output}`];
    const value =
      from.call === "GetCallerIdentity"
        ? "aws sts get-caller-identity --query Account --output text"
        : 'aws kafka get-bootstrap-brokers --region "$AWS_REGION" --cluster-arn "$WEIR_MSK_ARN" --query BootstrapBrokerStringSaslIam --output text';
    const condition = from.call === "GetCallerIdentity" ? "" : '[ -n "$WEIR_MSK_ARN" ] && ';
    return [comment, `${condition}export ${name}="$(${value})"`];
  });
  const variables = deployOutputs(platform).map(({ name }) => `\${${name}}`);
  return `# Source this file: . ./outputs.sh
# Exports what manifests, connectors and lake files hold as \${WEIR_...}. A stack that is not there
# yet leaves its variables empty; source it again after each step.
export AWS_REGION=${region}

weir_output() {
  value="$(aws cloudformation describe-stacks --region "$AWS_REGION" --stack-name "$2" \\
    --query "Stacks[0].Outputs[?OutputKey=='$3'].OutputValue" --output text 2>/dev/null)" || value=""
  export "$1=$value"
}

${lines.join("\n")}

# Exactly these are replaced; a config provider's \${secrets:...} stays.
weir_fill() {
  envsubst '${variables.join(" ")}' <"$1"
}
`;
}

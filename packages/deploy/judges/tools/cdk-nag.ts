import type { App } from "aws-cdk-lib/core";
import { AwsSolutionsChecks } from "cdk-nag";
import type { Acknowledgement } from "../../src/infrastructure/acknowledgement.ts";

/** A finding of cdk-nag on one resource. */
export interface NagFinding {
  /** Id of the stack, which is the first part of the construct's path. */
  readonly stack: string;
  /** The resource's path below the stack. */
  readonly path: string;
  /** Such as `AwsSolutions-IAM5[Resource::*]`. */
  readonly id: string;
}

/** Acknowledgements by the id of their stack. */
export type Acknowledgements = Readonly<Record<string, readonly Acknowledgement[]>>;

/** What the rule pack AwsSolutions finds in every stack of the app, after its synthesis. */
export function findNags(app: App): NagFinding[] {
  const { violations } = new AwsSolutionsChecks(app).validateScope(app);
  return violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map(({ constructPath = "" }) => {
      const [stack = "", ...path] = constructPath.split("/");
      return { stack, path: path.join("/"), id: ruleName };
    }),
  );
}

export interface NagVerdict {
  /** Findings that nobody has explained. */
  readonly unexplained: readonly NagFinding[];
  /** What was explained by them. */
  readonly used: ReadonlySet<Acknowledgement>;
}

export function judgeNags(
  findings: readonly NagFinding[],
  acknowledgements: Acknowledgements,
): NagVerdict {
  const used = new Set<Acknowledgement>();
  const unexplained = findings.filter((finding) => {
    const matching = (acknowledgements[finding.stack] ?? []).filter((entry) =>
      explains(entry, finding),
    );
    for (const entry of matching) used.add(entry);
    return matching.length === 0;
  });
  return { unexplained, used };
}

function explains({ path, id }: Acknowledgement, finding: NagFinding): boolean {
  const named = typeof id === "string" ? id === finding.id : id.test(finding.id);
  if (!named) return false;
  const parts = finding.path.split("/");
  return parts.some((_, index) => path.test(parts.slice(0, index + 1).join("/")));
}

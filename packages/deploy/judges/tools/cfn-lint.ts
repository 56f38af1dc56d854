import { join } from "node:path";
import { WeirError } from "@weir/core";
import { preparePythonJudges } from "../../../../test/judges/python-judges.ts";
import { runTool } from "../../../../test/judges/run-tool.ts";

/** https://github.com/aws-cloudformation/cfn-lint, pinned in lakehouse/pyproject.toml. */
export interface CfnLint {
  /** What cfn-lint says of template files, in one run: it costs a second and a half to start. */
  readonly lint: (files: readonly string[], region: string) => Promise<CfnLintFinding[]>;
}

export interface CfnLintFinding {
  readonly file: string;
  /** Such as `E3002`: E error, W warning, I information. */
  readonly rule: string;
  readonly message: string;
  /** Path within the template. */
  readonly path: string;
}

const lintDeadlineMs = 300_000;

/**
 * cfn-lint in a virtual environment of its own in the cache; made once per version.
 *
 * @throws WeirError PREREQUISITE_MISSING without Python 3.10 or later, DOWNLOAD_FAILED if pip fails
 */
export async function prepareCfnLint(): Promise<CfnLint> {
  const program = join(await preparePythonJudges("judges"), "cfn-lint");
  return { lint: (files, region) => lint(program, files, region) };
}

async function lint(
  program: string,
  files: readonly string[],
  region: string,
): Promise<CfnLintFinding[]> {
  const args = ["--format", "json", "--include-checks", "W", "--regions", region, "--", ...files];
  const { code, stdout, stderr } = await runTool(program, args, { deadlineMs: lintDeadlineMs });
  // 2, 4 and 8 add up: errors, warnings, information.
  if (code === null || code % 2 === 1 || code > 14) {
    const output = `${stdout}${stderr}`.slice(-2_000);
    throw new WeirError("CHECK_FAILED", `cfn-lint ended with ${code}: ${output}`);
  }
  return (JSON.parse(stdout) as Match[]).map((match) => ({
    file: match.Filename,
    rule: match.Rule.Id,
    message: match.Message,
    path: (match.Location.Path ?? []).join("/"),
  }));
}

interface Match {
  readonly Filename: string;
  readonly Rule: { readonly Id: string };
  readonly Message: string;
  readonly Location: { readonly Path?: readonly (string | number)[] };
}

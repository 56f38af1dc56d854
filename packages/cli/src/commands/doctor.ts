import type { LoadedPlatform } from "@weir/core";
import type { CommandRun } from "../command.ts";
import { defineCommand } from "../define-command.ts";
import type { DoctorCheck, Machine } from "../doctor/doctor-check.ts";
import { renderTable } from "../output/table.ts";
import { openRunningStack } from "../running-stack.ts";

/** `weir doctor`: whether this machine and the source have what Weir needs. */
export const doctor = defineCommand({
  description:
    "Changes nothing. Looks at the source too where a stack runs or the spec names a server. Exit code 3 where something that is needed is missing.",
  async run(command) {
    const { check, loaded } = await checkSpec(command);
    const machine: Machine = {
      env: command.env,
      cacheDirectory: await command.cacheDirectory(),
      stateRoot: await command.stateRoot().catch(() => undefined),
    };
    const url = loaded?.platform.local.mysql.url;
    const checks = [
      ...(await checkMachine(machine, url)),
      check,
      ...(await checkSource(command, loaded)),
    ];
    const failed = checks.filter(({ ok, level }) => !ok && level === "required");
    return {
      json: checks,
      human: render(checks, command),
      exitCode: failed.length > 0 ? 3 : 0,
    };
  },
});

async function checkMachine(machine: Machine, url: string | undefined): Promise<DoctorCheck[]> {
  const [own, programs, folders] = await Promise.all([
    import("../doctor/check-machine.ts"),
    import("../doctor/check-programs.ts"),
    import("../doctor/check-folders.ts"),
  ]);
  return Promise.all([
    own.checkOperatingSystem(),
    own.checkNode(),
    programs.checkJava(machine),
    programs.checkJavaCompiler(machine),
    programs.checkMaven(machine),
    programs.checkPython(machine),
    programs.checkSetpriv(machine),
    programs.checkMysqlServer(machine, url),
    own.checkMemory(),
    own.checkDiskSpace(machine),
    folders.checkCacheDirectory(machine),
    ...folders.checkStateDirectory(machine),
  ]);
}

async function checkSpec(
  command: CommandRun,
): Promise<{ check: DoctorCheck; loaded: LoadedPlatform | undefined }> {
  const base = { name: "spec", expectation: "a spec without problems" };
  const { describeError, hasErrorCode } = await import("@weir/core");
  try {
    const loaded = await command.loadSpec();
    return {
      check: { ...base, ok: true, level: "required", found: loaded.file, remedy: null },
      loaded,
    };
  } catch (error) {
    const isAbsent = hasErrorCode(error, "SPEC_NOT_FOUND");
    if (!isAbsent && !hasErrorCode(error, "SPEC_INVALID")) throw error;
    const found = describeError(error).replace(/\s*\n\s*/g, "; ");
    const remedy = isAbsent ? "write one with: weir init" : "correct the spec";
    const level = isAbsent && command.config === undefined ? "information" : "required";
    return { check: { ...base, ok: false, level, found, remedy }, loaded: undefined };
  }
}

async function checkSource(
  command: CommandRun,
  loaded: LoadedPlatform | undefined,
): Promise<DoctorCheck[]> {
  const address = await findSource(command, loaded);
  if (address === undefined || loaded === undefined) return [];
  const { checkBinlogSettings, checkCapturedTables } = await import("../doctor/check-source.ts");
  const { describeError } = await import("@weir/core");
  try {
    return [
      ...(await checkBinlogSettings(address)),
      ...(await checkCapturedTables(loaded.platform, address)),
    ];
  } catch (error) {
    const found = describeError(error);
    const remedy = "start the server, or check user and WEIR_MYSQL_PASSWORD";
    const name = `mysql ${address.host}:${address.port}`;
    return [
      { name, ok: false, level: "required", found, expectation: "a server that answers", remedy },
    ];
  }
}

/** The running stack's server, or the one that the spec names. */
async function findSource(command: CommandRun, loaded: LoadedPlatform | undefined) {
  const { hasErrorCode } = await import("@weir/core");
  try {
    return (await openRunningStack(command)).mysql;
  } catch (error) {
    // Two of them have a check of their own.
    const codes = ["STACK_NOT_RUNNING", "SPEC_NOT_FOUND", "STATE_NOT_WRITABLE"] as const;
    if (!codes.some((code) => hasErrorCode(error, code))) throw error;
  }
  const password = command.env.WEIR_MYSQL_PASSWORD;
  if (loaded?.platform.local.mysql.url === undefined || password === undefined) return undefined;
  const { mysqlAddress, planStateDirectory } = await import("@weir/stack");
  const directory = planStateDirectory(await command.stateRoot());
  return {
    ...mysqlAddress(loaded.platform, directory, { mysql: 0 }),
    readPassword: () => password,
  };
}

function render(checks: readonly DoctorCheck[], { paint }: CommandRun): string {
  const mark = ({ ok, level }: DoctorCheck) => {
    if (ok) return level === "information" ? paint("cyan", "note") : paint("green", "ok");
    return level === "required" ? paint("red", "no") : paint("yellow", level);
  };
  const table = renderTable(
    [{ heading: "" }, { heading: "check" }, { heading: "found" }, { heading: "expected" }],
    checks.map((check) => [
      mark(check),
      check.name,
      check.found,
      check.ok ? "" : check.expectation,
    ]),
  );
  const remedies = checks
    .filter(({ ok, remedy }) => !ok && remedy !== null)
    .map(({ name, remedy }) => `${name}: ${remedy}\n`);
  return remedies.length === 0
    ? table
    : `${table}\nwhat to do\n${remedies.map((r) => `  ${r}`).join("")}`;
}

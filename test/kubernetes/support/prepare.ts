import { WeirError } from "@weir/core";
import { prepareStrimziCrdFiles } from "../../../packages/deploy/judges/tools/strimzi-crds.ts";
import { prepareModuleCrds } from "./prepare-crds.ts";
import { goPrograms, type PrepareOptions, prepareGoProgram } from "./prepare-go-program.ts";

/** What the tests need of the machine; goes to them as JSON in the file WEIR_TEST_KUBERNETES. */
export interface PreparedKubernetes {
  readonly programs: TestPrograms;
  /** Files with CustomResourceDefinitions. */
  readonly crdFiles: readonly string[];
}

/** Paths. */
export interface TestPrograms {
  readonly etcd: string;
  readonly apiServer: string;
  readonly helm: string;
}

/** @throws WeirError PREREQUISITE_MISSING, DOWNLOAD_FAILED, PROCESS_FAILED, INTERRUPTED */
export async function prepareTestKubernetes(options: PrepareOptions): Promise<PreparedKubernetes> {
  const programs = {
    etcd: await prepareGoProgram(goPrograms.etcd, options),
    apiServer: await prepareGoProgram(goPrograms.apiServer, options),
    helm: await prepareGoProgram(goPrograms.helm, options),
  };
  const strimzi = await prepareStrimziCrdFiles();
  if (strimzi === undefined) {
    throw new WeirError(
      "PREREQUISITE_MISSING",
      "Strimzi's CRDs are generated with Java 21 or newer",
      {
        remedy: "install one beside yours: apt-get install openjdk-25-jdk-headless",
      },
    );
  }
  return { programs, crdFiles: [...strimzi, ...(await prepareModuleCrds(options))] };
}

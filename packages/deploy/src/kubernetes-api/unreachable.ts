import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";
import { describeError, WeirError } from "@weir/core";

const privateRanges = new BlockList();
privateRanges.addSubnet("10.0.0.0", 8);
privateRanges.addSubnet("172.16.0.0", 12);
privateRanges.addSubnet("192.168.0.0", 16);
privateRanges.addSubnet("100.64.0.0", 10);

/** @internal Whether an address is one that only its own network reaches. */
export function isPrivateAddress(address: string): boolean {
  const family = isIP(address);
  return family === 4 && privateRanges.check(address, "ipv4");
}

const lookupDeadlineMs = 2_000;

/** KUBERNETES_UNREACHABLE for an error of the network or of TLS, with what it says about the way there. */
export async function unreachable(
  server: string,
  error: unknown,
  timeoutMs: number,
): Promise<WeirError> {
  const { hostname } = new URL(server);
  const { code = "" } = error as NodeJS.ErrnoException;
  const timedOut =
    (error as Error).name === "TimeoutError" || (error as Error).name === "AbortError";
  const what = timedOut
    ? `no answer within ${Math.round(timeoutMs / 1000)} s`
    : reasonOf(error as Error, code);
  return new WeirError("KUBERNETES_UNREACHABLE", `cannot reach Kubernetes at ${server}: ${what}`, {
    cause: error,
    remedy: await remedyFor(hostname, code),
    details: { server, ...(code === "" ? {} : { reason: code }) },
  });
}

function reasonOf(error: Error, code: string): string {
  // Node tries every address of a name and throws them all together.
  if (error instanceof AggregateError) {
    return error.errors.map((each) => describeError(each)).join(", ");
  }
  return code === "ENOTFOUND" ? "its name is not known here" : describeError(error);
}

async function remedyFor(hostname: string, code: string): Promise<string> {
  if (/CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|EPROTO/.test(code)) {
    return "something else answers there, or the certificate authority is not that of this cluster: check server and certificate-authority-data";
  }
  const address = await addressOf(hostname);
  if (address !== undefined && isPrivateAddress(address)) {
    return `${address} is a private address: run this inside the VPC (VPN, bastion, port forwarding), or list your own address in aws.access.cidrs and run "weir deploy --only platform"`;
  }
  if (code === "ENOTFOUND") {
    return "check that the cluster still exists and that this machine has name resolution";
  }
  return "check the network from here; a public endpoint answers only to the addresses in aws.access.cidrs";
}

async function addressOf(hostname: string): Promise<string | undefined> {
  if (isIP(hostname) !== 0) return hostname;
  const timer = new AbortController();
  const deadline = new Promise<undefined>((resolve) => {
    const timeout = setTimeout(() => resolve(undefined), lookupDeadlineMs);
    timer.signal.addEventListener("abort", () => clearTimeout(timeout));
  });
  try {
    return await Promise.race([lookup(hostname).then(({ address }) => address), deadline]);
  } catch {
    return undefined;
  } finally {
    timer.abort();
  }
}

const url = "https://checkip.amazonaws.com";
const deadlineMs = 3_000;

/** This machine's public address as AWS sees it; undefined where it cannot be known. */
export async function readPublicAddress(): Promise<string | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(deadlineMs) });
    const text = (await response.text()).trim();
    return /^[\d.]+$/.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}

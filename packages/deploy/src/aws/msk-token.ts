/**
 * A token for SASL/OAUTHBEARER with MSK's IAM, from the SDK's chain of credentials; it holds for 15
 * minutes, and a connection asks for its own.
 * https://github.com/aws/aws-msk-iam-sasl-signer-js
 */
export async function createMskToken(region: string): Promise<string> {
  const { generateAuthToken } = await import("aws-msk-iam-sasl-signer-js");
  return (await generateAuthToken({ region })).token;
}

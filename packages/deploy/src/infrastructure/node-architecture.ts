/**
 * Architecture of an EC2 type: Graviton's families carry a `g` behind the generation (`m7g`,
 * `c6gn`, `im4gn`), but not where it stands for another maker (`g5`, `g4dn`).
 * https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
 */
export function nodeArchitecture(instanceType: string): "arm64" | "x86_64" {
  const family = instanceType.split(".")[0] ?? "";
  return /^[a-z]+\d+g/.test(family) || family === "a1" ? "arm64" : "x86_64";
}

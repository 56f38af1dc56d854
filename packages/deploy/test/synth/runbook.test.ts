import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import type { AwsPlatform } from "../../src/aws-platform.ts";
import { synthInfrastructure } from "../../src/infrastructure/synth-infrastructure.ts";
import { renderRunbook } from "../../src/synth/runbook.ts";
import { sampleInputs, samplePlatforms } from "../infrastructure/sample-platforms.ts";

async function runbookOf(name: "minimal" | "adopted"): Promise<string> {
  const platform = samplePlatforms()[name] as AwsPlatform;
  const stacks = await synthInfrastructure(platform, sampleInputs);
  const files = stacks.map(({ id, template }, index) => ({
    path: `cloudformation/${index + 1}-${id}.json`,
    content: JSON.stringify(template),
  }));
  return renderRunbook(platform, sampleInputs, files);
}

const section = (runbook: string, title: string) =>
  runbook.split(/^## /m).find((each) => each.startsWith(title)) ?? assert.fail(title);

test("asks for what the templates want to know of adopted parts", async () => {
  const runbook = await runbookOf("adopted");
  const foundation = section(runbook, "1 Foundation");
  assert.match(foundation, / \\\n {2}--parameter-overrides \\\n {4}'VpcCidr=<Range of vpc-0abc/);
  for (const name of ["PrivateSubnetIds", "ClusterSecurityGroupId"]) {
    assert.match(foundation, new RegExp(`'${name}=<.+>'`));
  }
  assert.match(foundation, /reach port 9098 of `arn:aws:kafka:/);
  const data = section(runbook, "2 Data");
  for (const what of ["Host", "Port", "MasterSecret"]) {
    assert.match(data, new RegExp(`'Database${what}Shop=<.+>'`));
  }
  assert.doesNotMatch(section(runbook, "3 Platform"), /parameter-overrides/);
});

test("asks for nothing where everything is made new", async () => {
  const runbook = await runbookOf("minimal");
  assert.doesNotMatch(runbook, /parameter-overrides|Replace each/);
});

test("says how everything goes again, and that Kafka does not survive it", async () => {
  const made = section(await runbookOf("minimal"), "Back");
  assert.match(made, /Kafka goes with all that is in it/);
  assert.match(made, /--db-instance-identifier legopoc-shop --no-deletion-protection/);
  assert.match(made, /list-object-versions --bucket "\$WEIR_PLUGIN_BUCKET"/);
  assert.deepEqual(
    [...made.matchAll(/ delete-stack .* --stack-name legopoc-(\w+)/g)].map(([, id]) => id),
    ["observability", "lake", "platform", "data", "foundation"],
  );
  const adopted = section(await runbookOf("adopted"), "Back");
  assert.doesNotMatch(adopted, /Kafka goes|modify-db-instance/);
});

test("is shell that parses", async () => {
  for (const name of ["minimal", "adopted"] as const) {
    const blocks = [...(await runbookOf(name)).matchAll(/```sh\n(.*?)```/gs)];
    assert.equal(blocks.length, 10);
    for (const [, code = ""] of blocks) execFileSync("sh", ["-n", "-c", code]);
  }
});

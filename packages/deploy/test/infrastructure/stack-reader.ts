import type { AwsPlatform } from "../../src/aws-platform.ts";
import type {
  InfrastructureStack,
  InfrastructureStackId,
} from "../../src/infrastructure/infrastructure-stack.ts";
import { synthInfrastructure } from "../../src/infrastructure/synth-infrastructure.ts";
import { sampleInputs } from "./sample-platforms.ts";

type Json = Record<string, unknown>;

interface Template {
  readonly Resources?: Record<string, Resource>;
  readonly Outputs?: Record<string, Json>;
  readonly Parameters?: Record<string, Json>;
}

interface Resource {
  readonly Type: string;
  readonly Properties?: Json;
  readonly DeletionPolicy?: string;
  readonly DependsOn?: string | readonly string[];
}

/** A statement of a policy as the template has it. */
export interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

/** JSON, so that a test can look for a text anywhere below. */
export const flat = (value: unknown): string => JSON.stringify(value) ?? "";

const synthesized = new Map<string, Promise<InfrastructureStack[]>>();

/** Many tests ask one platform; nobody may change what they get. */
function synthOnce(platform: AwsPlatform): Promise<InfrastructureStack[]> {
  const key = JSON.stringify(platform);
  const stacks = synthesized.get(key) ?? synthInfrastructure(platform, sampleInputs);
  synthesized.set(key, stacks);
  return stacks;
}

/** One synthesized template, and questions to it. */
export async function synthStack(id: InfrastructureStackId, platform: AwsPlatform) {
  const stacks = await synthOnce(platform);
  const template = (stacks.find((stack) => stack.id === id)?.template ?? {}) as Template;
  const entries = Object.entries(template.Resources ?? {});
  const ofType = (type: string) =>
    entries.flatMap(([name, { Type, Properties = {} }]) =>
      Type === type ? [[name, Properties] as const] : [],
    );
  return {
    template,
    /** Properties of every resource of a type, in the template's order. */
    all: (type: string) => ofType(type).map(([, properties]) => properties),
    /** The one whose logical id or properties match. */
    named: (type: string, pattern: RegExp): readonly [id: string, properties: Json] => {
      const found = ofType(type).find(([name, properties]) =>
        pattern.test(`${name} ${flat(properties)}`),
      );
      if (found === undefined) throw new Error(`no ${type} that matches ${pattern}`);
      return found;
    },
    deletionPolicy: (name: string) => template.Resources?.[name]?.DeletionPolicy,
    dependencies: (name: string) => [template.Resources?.[name]?.DependsOn ?? []].flat(),
    /** Statements of a resource's own policy and of the policies that are attached to it. */
    statements: (name: string): Statement[] =>
      entries
        .filter(([other, { Properties = {} }]) => {
          const { Bucket, Topics, Roles } = Properties;
          return other === name || flat([Bucket, Topics, Roles]).includes(`"Ref":"${name}"`);
        })
        .flatMap(([, { Properties = {} }]) => {
          const { PolicyDocument, KeyPolicy } = Properties;
          const document = (PolicyDocument ?? KeyPolicy) as { Statement?: Statement[] } | undefined;
          return document?.Statement ?? [];
        }),
  };
}

import { type Platform, renderProblem, type SpecProblem, WeirError } from "@weir/core";
import { checkConnectorOverrides } from "./connector-overrides.ts";
import {
  type ConnectorContext,
  type ConnectorOptions,
  connectorProperties,
  usesKafkaSignals,
} from "./connector-properties.ts";
import { type ConverterOptions, converterConfig, planConverter } from "./converters.ts";
import { isSecretReference } from "./secrets.ts";
import { topicCreationConfig } from "./topic-settings.ts";

/** A connector as Kafka Connect's REST interface takes it. */
export interface RenderedConnector {
  readonly name: string;
  readonly config: Record<string, string>;
}

function converterOptions(options: ConnectorOptions): ConverterOptions {
  const { region, registryEndpoint } = options;
  return registryEndpoint === undefined ? { region } : { region, registryEndpoint };
}

/** The local stack's registry. */
const local: ConverterOptions = { region: "", registryEndpoint: "http://127.0.0.1" };

/**
 * Why the spec cannot become a connector: refused overrides and a format without converter.
 *
 * @param options where the registry is. @default the local stack's
 */
export function checkConnector(
  platform: Platform,
  sourceName: string,
  options: ConverterOptions = local,
): SpecProblem[] {
  const problems = checkConnectorOverrides(platform, sourceName);
  const plan = planConverter(platform, options);
  if (!plan.ok) {
    problems.push({
      path: "registry.format",
      value: platform.registry.format,
      expectation: `expected a format with a converter (${plan.reason})`,
      remedy: plan.remedy,
    });
  }
  return problems;
}

/**
 * The Debezium connector of one source.
 *
 * @throws WeirError SPEC_INVALID with every problem in `details.problems`; a password that is not a
 *   config provider's reference is refused too
 */
export function renderConnector(
  platform: Platform,
  sourceName: string,
  options: ConnectorOptions,
): RenderedConnector {
  const source = platform.sources[sourceName];
  if (source === undefined) {
    throw new WeirError("CONNECTOR_UNKNOWN", `the spec has no source "${sourceName}"`, {
      remedy: `name one of ${Object.keys(platform.sources).join(", ")}`,
    });
  }
  if (!isSecretReference(options.database.password)) {
    throw new WeirError(
      "SPEC_INVALID",
      "the database password is not a config provider's reference",
    );
  }
  const problems = checkConnector(platform, sourceName, converterOptions(options));
  const converter = planConverter(platform, converterOptions(options));
  if (problems.length > 0 || !converter.ok) {
    throw new WeirError("SPEC_INVALID", problems.map(renderProblem).join("; "), {
      details: { problems },
    });
  }
  const context: ConnectorContext = { platform, sourceName, source, options };
  const config: Record<string, string> = {};
  for (const { key, value } of connectorProperties) {
    const rendered = typeof value === "function" ? value(context) : value;
    if (rendered !== undefined) config[key] = rendered;
  }
  // Clients of Debezium's own, which inherit nothing from the worker.
  const clients = ["schema.history.internal.producer", "schema.history.internal.consumer"];
  if (usesKafkaSignals(source)) clients.push("signal.consumer");
  for (const client of clients) {
    for (const [key, value] of Object.entries(options.kafkaSecurity ?? {})) {
      config[`${client}.${key}`] = value;
    }
  }
  Object.assign(config, topicCreationConfig(platform, sourceName), converterConfig(converter));
  for (const [key, value] of Object.entries(source.config)) config[key] = String(value);
  return { name: sourceName, config };
}

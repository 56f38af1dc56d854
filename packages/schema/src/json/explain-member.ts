import { reason, type Subject, type Words } from "./explain-mismatch.ts";
import type { Mismatch } from "./find-mismatches.ts";

/** Words for what came to or went from an object or array; undefined for other rules. */
export function describeMember(
  mismatch: Mismatch,
  forward: boolean,
  noun: Subject["noun"],
): Words | undefined {
  const { sides } = mismatch.demand;
  switch (mismatch.rule) {
    case "PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL":
      return forward ? droppedFromOpen(noun) : addedToOpen(noun);
    case "PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL":
      return {
        message: forward
          ? "was dropped, and its place is taken by additional properties of another kind"
          : "was added where additional properties of another kind may stand",
        remedy: `let the ${noun} accept what additional properties may be`,
      };
    case "PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL":
      return {
        message: forward
          ? "was added, and the earlier schema allows no further properties (additionalProperties: false)"
          : "was dropped, and the new schema allows no further properties (additionalProperties: false): earlier data holds it",
        remedy: forward
          ? "open the object (additionalProperties: true) in a version before"
          : `keep the ${noun}`,
      };
    case "PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL":
      return {
        message: forward
          ? "was added, and is not what the earlier schema allows additional properties to be"
          : "was dropped, and is not what the new schema allows additional properties to be",
        remedy: forward
          ? "give it a type that additionalProperties allows"
          : `keep the ${noun}, or let additionalProperties accept it`,
      };
    case "REQUIRED_ATTRIBUTE_ADDED":
    case "REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL":
      return {
        message: forward
          ? "is no longer required, and readers of the earlier schema need it"
          : "became required without a default: data written before may lack it",
        remedy: forward
          ? `keep the ${noun} required`
          : `give the ${noun} a default, or do not require it`,
      };
    case "ADDITIONAL_PROPERTIES_NARROWED":
    case "ADDITIONAL_PROPERTIES_REMOVED":
      return {
        message: forward
          ? "allows further properties that the earlier schema does not accept (additionalProperties)"
          : "no longer accepts every further property (additionalProperties): earlier data may hold some",
        remedy: "keep additionalProperties as it was",
      };
    case "ADDITIONAL_ITEMS_NARROWED":
    case "ADDITIONAL_ITEMS_REMOVED":
    case "ITEM_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL":
    case "ITEM_ADDED_TO_OPEN_CONTENT_MODEL":
    case "ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL":
    case "ITEM_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL":
      return {
        message: `has items that are described otherwise (items, additionalItems): ${reason(forward)}`,
        remedy: "keep the schema of the items, or loosen it",
      };
    case "PATTERN_PROPERTIES_ADDED":
    case "PATTERN_PROPERTIES_NARROWED":
      return {
        message: `has other schemas for names that match a pattern (patternProperties): ${reason(forward)}`,
        remedy: "keep patternProperties as they were, or loosen them",
      };
    case "DEPENDENCY_ARRAY_ADDED":
    case "DEPENDENCY_ARRAY_EXTENDED":
      return {
        message: `needs ${sides?.reader} beside ${JSON.stringify(sides?.writer)}${
          forward ? " in the earlier schema only" : " now"
        }: ${reason(forward)}`,
        remedy: "keep the dependencies as they were",
      };
    case "DEPENDENCY_SCHEMA_ADDED":
    case "DEPENDENCY_SCHEMA_CHANGED":
      return {
        message: `has another dependency of ${JSON.stringify(sides?.writer)}: ${reason(forward)}`,
        remedy: "keep the dependencies as they were",
      };
    default:
      return undefined;
  }
}

function addedToOpen(noun: Subject["noun"]): Words {
  return {
    message:
      "was added to an open object (one without additionalProperties: false): the earlier schema allowed anything under that name, so the strict JSON rules of AWS and Confluent refuse it",
    remedy: `use compatibility FORWARD or NONE for this schema, or judge by the lenient JSON policy, which lets an optional ${noun} be added`,
  };
}

function droppedFromOpen(noun: Subject["noun"]): Words {
  return {
    message:
      "was dropped from an open object (one without additionalProperties: false): the new schema allows anything under that name, which readers of the earlier schema do not accept",
    remedy: `keep the ${noun}, use compatibility BACKWARD or NONE, or judge by the lenient JSON policy`,
  };
}

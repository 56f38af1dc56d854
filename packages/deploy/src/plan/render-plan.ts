import type { ChangeAction, DeployPlan, PlannedChange } from "./deploy-plan.ts";
import { statefulTypes } from "./replacing-properties.ts";

const actions: readonly ChangeAction[] = ["create", "update", "may-replace", "replace", "destroy"];

/** The plan for people: text without colour, ending with a line break. */
export function renderPlan({ changes, monthlyUsd, recovery, warnings }: DeployPlan): string {
  const sections = [
    section("changes", renderChanges(changes)),
    section(
      "price of a month",
      renderTable(
        ["component", "USD", "assumption"],
        [
          ...monthlyUsd.items.map(({ component, usd, assumption }) => [
            component,
            usd.toFixed(2),
            assumption,
          ]),
          ["total", monthlyUsd.total.toFixed(2), "730 hours, list prices, without taxes"],
        ],
        [1],
      ),
    ),
    section(
      "rows flow again after the loss of",
      renderTable(
        ["fault", "at most", "arithmetic"],
        recovery.map(({ fault, seconds, arithmetic }) => [fault, `${seconds} s`, arithmetic]),
        [1],
      ),
    ),
    section(
      "warnings",
      warnings.length === 0
        ? "none\n"
        : warnings
            .map(({ code, message, remedy }) => `${code}\n  ${message}\n  ${remedy}\n`)
            .join(""),
    ),
  ];
  return sections.join("\n");
}

/** So many new resources of one stack have a line each; of more, the ones that hold data are named. */
const fewCreations = 8;

/** Counts first; then what people look for: everything but what is merely new. */
function renderChanges(changes: readonly PlannedChange[]): string {
  if (changes.length === 0) return "none\n";
  const counts = actions
    .map((action) => [action, changes.filter((change) => change.action === action).length] as const)
    .filter(([, count]) => count > 0)
    .map(([action, count]) => `${count} to ${action.replace("-", " ")}`)
    .join(", ");
  const places = [...new Set(changes.map(({ where }) => where))];
  const rows = places.flatMap((where) =>
    renderPlace(changes.filter((change) => change.where === where)),
  );
  return `${counts}\n${renderTable(["action", "type", "name", "in", "what"], rows)}`;
}

function renderPlace(changes: readonly PlannedChange[]): string[][] {
  const created = changes.filter(({ action }) => action === "create");
  const few = created.length <= fewCreations;
  const listed = few ? changes : changes.filter(({ action }) => action !== "create");
  const rows = listed.map(({ action, where, name, type, properties, note }) => [
    action,
    type,
    name,
    where,
    [properties.join(", "), note ?? ""].filter((text) => text !== "").join("; "),
  ]);
  if (few) return rows;
  const where = created[0]?.where ?? "";
  return [["create", `${created.length} resources`, "", where, nameStateful(created)], ...rows];
}

/** `among them AWS::MSK::Cluster, 3 AWS::S3::Bucket`; every one of them is in `-o json`. */
function nameStateful(created: readonly PlannedChange[]): string {
  const types = created.map(({ type }) => type).filter((type) => type in statefulTypes);
  const named = [...new Set(types)].map((type) => {
    const count = types.filter((each) => each === type).length;
    return count === 1 ? type : `${count} ${type}`;
  });
  return named.length === 0 ? "" : `among them ${named.join(", ")}`;
}

function section(title: string, text: string): string {
  return `${title}\n${text.replace(/^(?=.)/gm, "  ")}`;
}

/** Aligned columns under headings in capitals, without lines; `right` ones are numbers. */
function renderTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string {
  const lines = [headings.map((heading) => heading.toUpperCase()), ...rows];
  const widths = headings.map((_, index) =>
    Math.max(...lines.map((cells) => (cells[index] ?? "").length)),
  );
  const render = (cells: readonly string[]) =>
    widths
      .map((width, index) => {
        const cell = cells[index] ?? "";
        return right.includes(index) ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd();
  return `${lines.map(render).join("\n")}\n`;
}

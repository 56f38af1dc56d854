import type { StackStatus } from "@weir/stack";
import { type Paint, stateColour } from "./paint.ts";
import { renderTable } from "./table.ts";
import { renderBytes } from "./units.ts";

/** A status as tables of services and connectors. */
export function renderStatus(status: StackStatus, paint: Paint): string {
  const { platform, phase, services, connectors, warnings } = status;
  const residentBytes = services.reduce((sum, service) => sum + service.residentBytes, 0);
  const memory = residentBytes > 0 ? `, ${renderBytes(residentBytes)} of memory` : "";
  const parts = [
    `platform ${platform}: ${paint(stateColour(phase), phase)}${memory}\n`,
    renderTable(
      [
        { heading: "service" },
        { heading: "state" },
        { heading: "pid", align: "right" },
        { heading: "memory", align: "right" },
        { heading: "restarts", align: "right" },
        { heading: "endpoint" },
        { heading: "reason" },
      ],
      services.map(({ name, state, pid, endpoint, restarts, residentBytes: bytes, reason }) => [
        name,
        paint(stateColour(state), state),
        pid === null ? "-" : String(pid),
        bytes > 0 ? renderBytes(bytes) : "-",
        String(restarts),
        endpoint,
        reason?.split("\n")[0] ?? "",
      ]),
    ),
  ];
  if (connectors.length > 0) parts.push(renderConnectors(connectors, paint));
  for (const warning of warnings) parts.push(`${paint("yellow", "warning")}: ${warning}\n`);
  return parts.join("\n");
}

/** Connectors with the states of their tasks. */
export function renderConnectors(connectors: StackStatus["connectors"], paint: Paint): string {
  return renderTable(
    [{ heading: "connector" }, { heading: "state" }, { heading: "tasks" }, { heading: "reason" }],
    connectors.map(({ name, state, tasks, reason }) => [
      name,
      paint(stateColour(state), state),
      tasks.map((task) => `${task.id} ${paint(stateColour(task.state), task.state)}`).join(", ") ||
        "-",
      reason ?? "",
    ]),
  );
}

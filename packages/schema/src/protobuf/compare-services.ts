import type { Comparison } from "./comparison.ts";
import { localName, type ProtobufMethod } from "./protobuf-file.ts";

/** AWS documents that a reader must have every method of the writer. */
export function compareServices(comparison: Comparison): void {
  const { reader, writer } = comparison.files;
  const services = new Map(reader.services.map((service) => [service.name, service]));
  for (const { name, methods } of writer.services) {
    const service = services.get(name);
    if (service === undefined) {
      if (methods.length > 0) comparison.report("SERVICE_REMOVED", [name], { service: name });
      continue;
    }
    const known = new Map(service.methods.map((method) => [method.name, method]));
    for (const method of methods) {
      const at = [name, "methods", method.name];
      const subject = { service: name, method: method.name };
      const other = known.get(method.name);
      if (other === undefined) comparison.report("METHOD_REMOVED", at, subject);
      else {
        const signatures = {
          reader: signature(other, reader.package),
          writer: signature(method, writer.package),
        };
        if (signatures.reader !== signatures.writer) {
          comparison.report("METHOD_SIGNATURE_CHANGED", at, { ...subject, signatures });
        }
      }
    }
  }
}

/** `(Order) returns (stream Invoice)`. */
function signature({ request, response }: ProtobufMethod, packageName: string): string {
  const [from, to] = [request, response].map(
    ({ type, stream }) => `(${stream ? "stream " : ""}${localName(type, packageName)})`,
  );
  return `${from} returns ${to}`;
}

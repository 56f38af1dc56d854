import {
  localName,
  type ProtobufEnumValue,
  type ProtobufField,
  type ProtobufFile,
} from "./protobuf-file.ts";
import type { ProtobufRule } from "./protobuf-rules.ts";

/** What a difference is about; which parts are there depends on the rule. */
export interface Details {
  readonly reader?: ProtobufField;
  readonly writer?: ProtobufField;
  /** The field stands under another number too, and that is what is reported. */
  readonly moved?: boolean;
  readonly oneof?: string;
  /** Names of the reader's fields in the oneof that the writer knows. */
  readonly fields?: readonly string[];
  readonly enum?: string;
  /** The writer's. */
  readonly value?: ProtobufEnumValue;
  /** Under which the reader has the value's name. */
  readonly number?: number | undefined;
  /** That the reader has for the value's number. */
  readonly name?: string;
  readonly service?: string;
  readonly method?: string;
  readonly signatures?: { readonly reader: string; readonly writer: string };
  /** Without the package. */
  readonly message?: string;
  /** No field or method of the writer uses the message: a record holds it. */
  readonly isRoot?: boolean;
}

/** One difference between what a reader expects and what a writer writes, whoever judges it. */
export interface Difference {
  readonly rule: ProtobufRule;
  /** Into the reader; what it lacks, where it would be. */
  readonly steps: readonly string[];
  readonly details: Details;
  /** Full names of the reader's and the writer's type around, where there is one. */
  readonly around?: readonly [reader: string, writer: string];
}

interface Named {
  readonly fullName: string;
}

/** Two files under comparison, and what was found so far. */
export class Comparison {
  readonly files: { readonly reader: ProtobufFile; readonly writer: ProtobufFile };
  readonly differences: Difference[] = [];
  /** Recursive types come back to pairs that were compared. */
  readonly seen = new PairsByName();

  constructor(reader: ProtobufFile, writer: ProtobufFile) {
    this.files = { reader, writer };
  }

  report(rule: ProtobufRule, steps: readonly string[], details: Details): void {
    this.differences.push({ rule, steps, details });
  }

  /** `report` for what stands inside a pair of types. */
  reporter(reader: Named, writer: Named) {
    const around = [reader.fullName, writer.fullName] as const;
    return (rule: ProtobufRule, steps: readonly string[], details: Details) => {
      this.differences.push({ rule, steps, details, around });
    };
  }

  /** The reader's package where the type is its own; an imported one keeps its full name. */
  packageOf(type: Named): string {
    const { package: own } = this.files.reader;
    return localName(type.fullName, own) === type.fullName ? "" : own;
  }

  sameName(reader: string, writer: string): boolean {
    const { files } = this;
    return localName(reader, files.reader.package) === localName(writer, files.writer.package);
  }
}

class PairsByName {
  readonly #pairs = new Set<string>();

  /** False where the pair was there. */
  add(reader: Named, writer: Named): boolean {
    const pair = `${reader.fullName} ${writer.fullName}`;
    if (this.#pairs.has(pair)) return false;
    this.#pairs.add(pair);
    return true;
  }
}

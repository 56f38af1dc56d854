import { type ApplicationText, text_en } from "@stricli/core";
import type { OutputFormat } from "./command.ts";
import { renderError } from "./output/render-error.ts";

/** Stricli's texts, with what it refuses in the form of every other error. */
export function usageText(args: readonly string[]): ApplicationText {
  const format = outputFormat(args);
  const usage = (message: string, remedy: string) =>
    renderError(
      { code: "USAGE", message: lowerFirst(message), remedy, details: {} },
      format,
      (_, text) => text,
    ).trimEnd();
  return {
    ...text_en,
    exceptionWhileParsingArguments: (exception) => {
      const message = exception instanceof Error ? exception.message : String(exception);
      return usage(message, 'see "weir COMMAND --help"');
    },
    noCommandRegisteredForInput: ({ input, corrections }) => {
      const near = corrections.map((name) => name.replaceAll("`", '"')).join(" or ");
      return usage(
        `there is no command "${input}"`,
        near === "" ? 'see "weir --help"' : `did you mean ${near}?`,
      );
    },
  };
}

/** The format is needed where the command line could not be read as a whole. */
function outputFormat(args: readonly string[]): OutputFormat {
  const asked = args.some((arg, index) => {
    const value = args[index + 1];
    return /^(-o|--output)=?json$/.test(arg) || (/^(-o|--output)$/.test(arg) && value === "json");
  });
  return asked ? "json" : "human";
}

function lowerFirst(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}

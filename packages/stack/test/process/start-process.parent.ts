/** Starts `sleep` through startProcess, prints its pid and stays: a test kills it. */
import { startProcess } from "../../src/process/start-process.ts";

const [logFile = "", dropCapabilities = ""] = process.argv.slice(2);
const command = { file: "sleep", args: ["120"], dropCapabilities: dropCapabilities === "drop" };
const { pid } = await startProcess(command, logFile);
console.log(pid);
setInterval(() => {}, 60_000);

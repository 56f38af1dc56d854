/** Starts an API server, prints its process ids and folder, and waits to be killed. */
import { readPrepared } from "./prepared.ts";
import { startApiServer } from "./start-api-server.ts";

const { pids, directory } = await startApiServer(readPrepared().programs);
process.stdout.write(`${JSON.stringify({ pids, directory })}\n`);
setInterval(() => {}, 60_000);

"""A registry that speaks Glue's protocol on a real port, as far as the job asks it."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextmanager
def fake_registry(definitions: dict[str, str]):
    """Yields `(endpoint, list of ids asked for)`. Unknown ids get EntityNotFoundException."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            assert self.headers["x-amz-target"] == "AWSGlue.GetSchemaVersion"
            version_id = body["SchemaVersionId"]
            asked.append(version_id)
            if version_id in definitions:
                answer = {
                    "SchemaVersionId": version_id,
                    "SchemaDefinition": definitions[version_id],
                    "DataFormat": "AVRO",
                    "Status": "FAILURE",
                }
                self.answer(200, answer)
            else:
                error = {"__type": "EntityNotFoundException", "Message": "not found"}
                self.answer(400, error)

        def answer(self, status, body):
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("content-type", "application/x-amz-json-1.1")
            self.send_header("content-length", str(len(data)))
            if status != 200:
                self.send_header("x-amzn-errortype", body["__type"])
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()

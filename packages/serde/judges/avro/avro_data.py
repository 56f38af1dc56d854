"""fastavro on lines of JSON {schema, payload}: the value in the form of corpus.ts, and its bytes anew."""

import base64
import io
import json
import struct
import sys

import fastavro


def show(value):
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return "d" + struct.pack(">d", value).hex()
    if isinstance(value, str):
        return "s" + value.encode().hex()
    if isinstance(value, bytes):
        return "b" + value.hex()
    if isinstance(value, list):
        return "[" + ",".join(show(item) for item in value) + "]"
    # The fields of the corpus' records stand in the order of their names.
    parts = sorted(key.encode().hex() + ":" + show(item) for key, item in value.items())
    return "{" + ",".join(parts) + "}"


def answer(question):
    schema = fastavro.parse_schema(json.loads(question["schema"]))
    source = io.BytesIO(base64.b64decode(question["payload"]))
    value = fastavro.schemaless_reader(source, schema)
    if source.read(1):
        raise ValueError("bytes are left")
    out = io.BytesIO()
    fastavro.schemaless_writer(out, schema, value)
    return show(value) + " " + base64.b64encode(out.getvalue()).decode()


for line in sys.stdin:
    try:
        print(answer(json.loads(line)))
    except Exception as refusal:
        print("error", repr(refusal).replace("\n", " "))

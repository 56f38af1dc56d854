"""A MySQL table behind Debezium and the AWS converter, in plain Python: the truth to compare with.

It keeps the rows as MySQL would have them, and writes what Kafka would have: records with Glue
header and Avro payload (by fastavro, the other implementation), and schema history values.
"""

import json
import uuid
import zlib
from dataclasses import dataclass, field, replace
from io import BytesIO

import fastavro

AVRO = {"INT": "int", "BIGINT": "long", "VARCHAR": "string", "DATE": "int", "DOUBLE": "double"}


@dataclass(frozen=True)
class Column:
    name: str
    type_name: str = "VARCHAR"
    optional: bool = True
    default: object = None
    length: int | None = None

    def avro(self):
        base = {"type": AVRO[self.type_name], "connect.version": 1}
        if self.type_name == "DATE":
            base["connect.name"] = "io.debezium.time.Date"
        if self.optional:
            return {"name": self.name, "type": ["null", base], "default": None}
        return {"name": self.name, "type": base}

    def history(self, position):
        body = {
            "name": self.name,
            "jdbcType": 12,
            "typeName": self.type_name,
            "typeExpression": self.type_name,
            "charsetName": "utf8mb4" if self.type_name == "VARCHAR" else None,
            "position": position,
            "optional": self.optional,
            "autoIncremented": False,
            "generated": False,
            "comment": None,
            "hasDefaultValue": self.default is not None,
            "enumValues": [],
        }
        if self.length is not None:
            body["length"] = self.length
        if self.default is not None:
            body["defaultValueExpression"] = str(self.default)
        return body


SOURCE_FIELDS = [
    {"name": "ts_ms", "type": "long"},
    {"name": "snapshot", "type": [{"type": "string"}, "null"], "default": "false"},
    {"name": "server_id", "type": "long"},
    {"name": "gtid", "type": ["null", "string"], "default": None},
    {"name": "file", "type": "string"},
    {"name": "pos", "type": "long"},
    {"name": "row", "type": "int"},
]


@dataclass
class SourceTable:
    database: str = "test_db"
    table: str = "person"
    columns: list[Column] = field(default_factory=list)
    key: list[str] | None = None
    registry: dict[str, str] = field(default_factory=dict)
    rows: list[dict] = field(default_factory=list)
    records: list[tuple[bytes | None, bytes | None]] = field(default_factory=list)
    history: list[str] = field(default_factory=list)
    pos: int = 1000
    file: str = "binlog.000001"
    server_id: int = 7
    compress: bool = False
    streaming_from: int = 0

    @property
    def topic(self):
        return f"fullfillment.{self.database}.{self.table}"

    # --- schema history -------------------------------------------------------------------

    def write_history(self, ddl, kind="ALTER", snapshot=False, previous=None):
        body = {
            "type": kind,
            "id": f'"{self.database}"."{self.table}"',
            "comment": None,
        }
        if previous:
            body["previousId"] = previous
        if kind != "DROP":
            body["table"] = {
                "defaultCharsetName": "utf8mb4",
                "primaryKeyColumnNames": self.key or [],
                "columns": [c.history(n) for n, c in enumerate(self.columns, start=1)],
                "attributes": [],
            }
        position = {
            "ts_sec": self.pos,
            "file": self.file,
            "pos": self.pos,
            "server_id": self.server_id,
            "gtids": f"u:1-{self.pos}",
        }
        if snapshot:
            position["snapshot"] = "INITIAL"
        self.history.append(
            json.dumps(
                {
                    "source": {"server": "fullfillment"},
                    "position": position,
                    "ts_ms": self.pos,
                    "databaseName": self.database,
                    "ddl": ddl,
                    "tableChanges": [body],
                }
            )
        )

    def create(self):
        self.write_history("CREATE TABLE …", "CREATE", snapshot=True)
        return self

    # --- DDL, as MySQL applies it to existing rows ---------------------------------------------

    def add(self, column: Column, ddl=None):
        self.pos += 100
        self.columns.append(column)
        implicit = {"INT": 0, "BIGINT": 0, "VARCHAR": "", "DOUBLE": 0.0}
        value = column.default
        if value is None and not column.optional:
            value = implicit[column.type_name]
        for row in self.rows:
            row[column.name] = value
        self.write_history(ddl or f"ALTER TABLE {self.table} ADD COLUMN {column.name} …")

    def drop(self, name):
        self.pos += 100
        self.columns = [c for c in self.columns if c.name != name]
        for row in self.rows:
            del row[name]
        self.write_history(f"ALTER TABLE {self.table} DROP COLUMN {name}")

    def modify(self, column: Column, ddl):
        self.pos += 100
        self.columns = [column if c.name == column.name else c for c in self.columns]
        self.write_history(ddl)

    # --- DML ------------------------------------------------------------------------------

    def insert(self, **row):
        row = {c.name: row.get(c.name) for c in self.columns}
        self.rows.append(row)
        self._emit("c", None, row)

    def update(self, index, **change):
        before = dict(self.rows[index])
        after = {**before, **change}
        self.rows[index] = after
        if self.key and any(before[k] != after[k] for k in self.key):
            self._place()
            self._emit("d", before, None, move=False)
            self.records.append((self._key_bytes(before), None))
            self._emit("c", None, after, move=False)
        else:
            self._emit("u", before, after)

    def delete(self, index):
        before = self.rows.pop(index)
        self._emit("d", before, None)
        if self.key:
            self.records.append((self._key_bytes(before), None))

    def snapshot(self):
        """A new snapshot of the table, with Debezium's markers."""
        self.pos += 100
        last = len(self.rows) - 1
        for n, row in enumerate(self.rows):
            marker = "first" if n == 0 else "true"
            if n == last:
                marker = "last_in_data_collection"
            self._emit("r", None, row, snapshot=marker, move=False)
        self.streaming_from = len(self.records)

    def redeliver(self, count):
        """The connector restarts at an older offset: the last records come again.

        Streamed ones only: a snapshot that was cut off begins anew, with its first marker.
        """
        count = min(count, len(self.records) - self.streaming_from)
        self.records.extend(self.records[-count:] if count else [])

    # --- bytes ----------------------------------------------------------------------------

    def _place(self):
        self.pos += 10

    def _emit(self, op, before, after, snapshot="false", move=True):
        if move:
            self._place()
        source = {
            "ts_ms": self.pos * 1000,
            "snapshot": snapshot,
            "server_id": 0 if op == "r" else self.server_id,
            "gtid": None if op == "r" else f"u:{self.pos}",
            "file": self.file,
            "pos": self.pos,
            "row": 0,
        }
        value = {"before": before, "after": after, "source": source, "op": op, "ts_ms": 1}
        key = self._key_bytes(after or before) if self.key else None
        self.records.append((key, self.framed(self.envelope_schema(), value)))

    def _key_bytes(self, row):
        fields = [replace(c, optional=False).avro() for c in self.columns if c.name in self.key]
        schema = {"type": "record", "name": "Key", "namespace": self.topic, "fields": fields}
        return self.framed(schema, {k: row[k] for k in self.key})

    def envelope_schema(self):
        row = {"type": "record", "name": "Value", "fields": [c.avro() for c in self.columns]}
        return {
            "type": "record",
            "name": "Envelope",
            "namespace": self.topic,
            "fields": [
                {"name": "before", "type": ["null", row], "default": None},
                {"name": "after", "type": ["null", "Value"], "default": None},
                {
                    "name": "source",
                    "type": {"type": "record", "name": "Source", "fields": SOURCE_FIELDS},
                },
                {"name": "op", "type": "string"},
                {"name": "ts_ms", "type": ["null", "long"], "default": None},
            ],
            "connect.name": f"{self.topic}.Envelope",
        }

    def framed(self, schema, value):
        text = json.dumps(schema)
        version_id = uuid.uuid5(uuid.NAMESPACE_OID, text)
        self.registry[str(version_id)] = text
        out = BytesIO()
        fastavro.schemaless_writer(out, fastavro.parse_schema(json.loads(text)), value)
        body = zlib.compress(out.getvalue()) if self.compress else out.getvalue()
        return bytes([3, 5 if self.compress else 0]) + version_id.bytes + body

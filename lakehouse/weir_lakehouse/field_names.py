"""Column name → field name, as Debezium's `field.name.adjustment.mode=avro` writes it.

Silver's columns carry the field name: it is what records hold, and Delta accepts every one of them.
Source: io.debezium.schema.FieldNameUnderscoreReplacementFunction.
"""

import re


def field_name(column: str) -> str:
    return re.sub(r"[^A-Za-z_]", "_", column[:1]) + re.sub(r"[^A-Za-z0-9_]", "_", column[1:])

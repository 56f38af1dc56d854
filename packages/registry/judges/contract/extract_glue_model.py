"""Prints the inputs of the schema registry's operations in AWS's own model of Glue, as JSON: what
test/golden/glue-model.json holds. Run it with the Python of the judges (test/judges).
"""

import json

from botocore.loaders import Loader

OPERATIONS = [
    "CheckSchemaVersionValidity",
    "CreateRegistry",
    "CreateSchema",
    "DeleteRegistry",
    "DeleteSchema",
    "DeleteSchemaVersions",
    "GetRegistry",
    "GetSchema",
    "GetSchemaByDefinition",
    "GetSchemaVersion",
    "GetSchemaVersionsDiff",
    "GetTags",
    "ListRegistries",
    "ListSchemas",
    "ListSchemaVersions",
    "PutSchemaVersionMetadata",
    "QuerySchemaVersionMetadata",
    "RegisterSchemaVersion",
    "RemoveSchemaVersionMetadata",
    "TagResource",
    "UntagResource",
    "UpdateRegistry",
    "UpdateSchema",
]

model = Loader().load_service_model("glue", "service-2")
shapes = {}


def strip(node):
    """Constraints and structure without the prose."""
    if isinstance(node, list):
        return [strip(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {key: strip(value) for key, value in node.items() if key not in ("documentation", "box")}


def keep(name):
    if name in shapes:
        return
    shape = shapes[name] = strip(model["shapes"][name])
    inner = [*shape.get("members", {}).values()]
    inner += [shape[part] for part in ("member", "key", "value") if part in shape]
    for reference in inner:
        keep(reference["shape"])


operations = {name: model["operations"][name]["input"]["shape"] for name in OPERATIONS}
for shape_name in operations.values():
    keep(shape_name)
print(json.dumps({"operations": operations, "shapes": shapes}, indent=1, sort_keys=True))

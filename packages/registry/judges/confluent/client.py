"""Confluent's own Python client and AWS's, unmodified, against one registry.

Reads {"endpoint", "action", ...} from stdin, writes JSON to stdout: `api` walks through the client's
calls, `encode` and `decode` are its serializers and deserializers.
"""

import base64
import functools
import json
import sys

import boto3
from confluent_kafka.schema_registry import (
    ConfigCompatibilityLevel,
    Schema,
    SchemaReference,
    SchemaRegistryClient,
    ServerConfig,
)
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.schema_registry.error import SchemaRegistryError
from confluent_kafka.schema_registry.json_schema import JSONDeserializer, JSONSerializer
from confluent_kafka.schema_registry.protobuf import ProtobufDeserializer, ProtobufSerializer
from confluent_kafka.serialization import MessageField, SerializationContext
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory


def record(*fields):
    return json.dumps({"type": "record", "name": "Person", "fields": list(fields)})


NAME = {"name": "name", "type": "string"}
AGE = {"name": "age", "type": "int"}
V1 = record(NAME)
V2 = record(NAME, {**AGE, "default": 0})
BROKEN = record(NAME, {"name": "address", "type": "string"})
PERSON = record(NAME, AGE)
JSON_PERSON = json.dumps(
    {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Person",
        "type": "object",
        "properties": {"name": {"type": "string"}, "age": {"type": "integer"}},
    }
)


@functools.cache
def person_class():
    file = descriptor_pb2.FileDescriptorProto(
        name="person.proto", package="judge", syntax="proto3"
    )
    message = file.message_type.add(name="Person")
    field = descriptor_pb2.FieldDescriptorProto
    message.field.add(name="name", number=1, type=field.TYPE_STRING, label=field.LABEL_OPTIONAL)
    message.field.add(name="age", number=2, type=field.TYPE_INT32, label=field.LABEL_OPTIONAL)
    message.field.add(
        name="tags", number=3, type=field.TYPE_STRING, label=field.LABEL_REPEATED
    )
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("judge.Person"))


def refusal(work):
    try:
        work()
    except SchemaRegistryError as error:
        return [error.http_status_code, error.error_code, error.error_message]
    return None


def api(client, glue, registry):
    avro = lambda text: Schema(text, "AVRO")  # noqa: E731
    out = {"types": sorted(client.get_schema_types())}
    out["first"] = client.register_schema("api", avro(V1))
    out["again"] = client.register_schema("api", avro(V1))
    out["other"] = client.register_schema("api-other", avro(V1))
    out["second"] = client.register_schema("api", avro(V2))
    out["refused"] = refusal(lambda: client.register_schema("api", avro(BROKEN)))
    out["invalid"] = refusal(lambda: client.register_schema("api", avro("{")))
    out["absent"] = refusal(lambda: client.get_latest_version("nobody"))
    out["lookup"] = client.lookup_schema("api", avro(V2)).version
    out["latest"] = client.get_latest_version("api").version
    out["versions"] = client.get_versions("api")
    out["subjects"] = client.get_subjects()
    out["text"] = client.get_schema(out["first"]).schema_str
    out["of_id"] = sorted(client.get_subjects_by_schema_id(out["first"]))
    out["versions_of_id"] = sorted(
        [one.subject, one.version] for one in client.get_schema_versions(out["first"])
    )
    out["fits"] = client.test_compatibility("api", avro(V2))
    out["fits_not"] = client.test_compatibility("api", avro(BROKEN))
    out["fits_all"] = client.test_compatibility_all_versions("api", avro(V2))
    client.set_compatibility("api", "FULL_TRANSITIVE")
    out["level"] = client.get_compatibility("api")
    client.set_config("api", ServerConfig(compatibility=ConfigCompatibilityLevel.FORWARD))
    out["config"] = client.get_config("api").compatibility_level
    client.delete_config("api")
    out["global"] = client.get_compatibility()
    client.update_mode("api", "READONLY")
    out["readonly"] = refusal(lambda: client.register_schema("api", avro(BROKEN)))
    client.delete_mode("api")
    out["mode"] = client.get_global_mode()
    person = record({"name": "home", "type": "Address"})
    address = '{"type":"record","name":"Address","fields":[{"name":"street","type":"string"}]}'
    client.register_schema("api-address", avro(address))
    reference = SchemaReference("Address", "api-address", 1)
    out["referring"] = client.register_schema("api-person", Schema(person, "AVRO", [reference]))
    out["referenced_by"] = client.get_referenced_by("api-address", 1)
    out["referenced"] = refusal(lambda: client.delete_version("api-address", 1))
    out["deleted"] = client.delete_version("api", 1)
    out["gone"] = refusal(lambda: client.get_version("api", 1))
    out["deleted_subject"] = client.delete_subject("api")
    out["deleted_for_good"] = client.delete_subject("api", permanent=True)
    out["contexts"] = client.get_contexts()

    full = client.register_schema_full_response("api-guid", avro(V2))
    read = glue.get_schema_version(SchemaVersionId=full.guid)
    out["glue_reads"] = [read["SchemaDefinition"] == V2, read["Status"], read["VersionNumber"]]
    made = glue.create_schema(
        RegistryId={"RegistryName": registry},
        SchemaName="by-glue",
        DataFormat="AVRO",
        Compatibility="BACKWARD_ALL",
        SchemaDefinition=V2,
    )
    seen = client.get_latest_version("by-glue")
    out["confluent_reads"] = [seen.schema_id == full.schema_id, seen.schema.schema_str == V2]
    by_guid = client.get_schema_by_guid(made["SchemaVersionId"])
    out["guid"] = by_guid.schema_str == V2
    out["glue_level"] = client.get_compatibility("by-glue")
    return out


def serializers(client):
    conf = {"auto.register.schemas": True}
    return {
        "AVRO": AvroSerializer(client, PERSON, conf=conf),
        "JSON": JSONSerializer(JSON_PERSON, client, conf=conf),
        "PROTOBUF": ProtobufSerializer(
            person_class(), client, conf={**conf, "use.deprecated.format": False}
        ),
    }


def encode(client, value):
    packed = {}
    for kind, serialize in serializers(client).items():
        context = SerializationContext(f"python-{kind.lower()}", MessageField.VALUE)
        given = person_class()(**value) if kind == "PROTOBUF" else value
        packed[kind] = base64.b64encode(serialize(given, context)).decode()
    return packed


def decode(client, packed):
    message = person_class()
    deserializers = {
        "AVRO": AvroDeserializer(client),
        "JSON": JSONDeserializer(JSON_PERSON, schema_registry_client=client),
        "PROTOBUF": ProtobufDeserializer(
            message, {"use.deprecated.format": False}, schema_registry_client=client
        ),
    }
    values = {}
    for kind, text in packed.items():
        context = SerializationContext(f"node-{kind.lower()}", MessageField.VALUE)
        value = deserializers[kind](base64.b64decode(text), context)
        values[kind] = json_format.MessageToDict(value) if kind == "PROTOBUF" else value
    return values


def main():
    asked = json.load(sys.stdin)
    endpoint = asked["endpoint"]
    client = SchemaRegistryClient({"url": endpoint})
    glue = boto3.client(
        "glue",
        endpoint_url=endpoint,
        region_name="eu-central-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    if asked["action"] == "api":
        answer = api(client, glue, asked["registry"])
    elif asked["action"] == "encode":
        answer = encode(client, asked["value"])
    else:
        answer = decode(client, asked["packed"])
    json.dump(answer, sys.stdout)


main()

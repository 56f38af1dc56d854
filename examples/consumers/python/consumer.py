"""Prints the records of a topic as JSON lines, each decoded with the schema it was written with.

    python consumer.py --bootstrap-servers 127.0.0.1:9092 --topic shop.shop_db.orders \
        --registry http://127.0.0.1:8085

Without --registry it asks AWS Glue, with the region and credentials of the environment. Reads from
the beginning to the end that the topic has at the start. Needs: boto3, confluent-kafka, fastavro.
"""

import argparse
import base64
import datetime
import decimal
import io
import json
import sys
import uuid
import zlib

import boto3
import fastavro
from botocore.config import Config
from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaException, TopicPartition

HEADER_VERSION = 3
ZLIB = 5
HEADER_BYTES = 18
IDLE_DEADLINE_SECONDS = 30
# Beyond it, other languages read a JSON number with rounding.
LARGEST_SAFE_INTEGER = 2**53 - 1


def open_glue(registry):
    """A client of AWS Glue, or of a registry that speaks its protocol and checks no signatures."""
    config = Config(retries={"mode": "standard", "max_attempts": 5})
    if registry is None:
        return boto3.client("glue", config=config)
    return boto3.client(
        "glue",
        endpoint_url=registry,
        region_name="eu-central-1",
        aws_access_key_id="local",
        aws_secret_access_key="local",
        config=config,
    )


class Decoder:
    """Decodes AWS Glue's wire format; each writer schema is asked for once."""

    def __init__(self, glue):
        self.glue = glue
        self.schemas = {}

    def schema(self, version_id):
        if version_id not in self.schemas:
            version = self.glue.get_schema_version(SchemaVersionId=version_id)
            if version["DataFormat"] != "AVRO":
                raise ValueError(f"schema version {version_id} is {version['DataFormat']}, not AVRO")
            definition = json.loads(version["SchemaDefinition"])
            self.schemas[version_id] = fastavro.parse_schema(definition)
        return self.schemas[version_id]

    def decode(self, data):
        """A record's key or value; None for a tombstone."""
        if data is None:
            return None
        if len(data) < HEADER_BYTES or data[0] != HEADER_VERSION or data[1] not in (0, ZLIB):
            raise ValueError(f"no header of AWS Glue: {data[:HEADER_BYTES].hex()}")
        payload = data[HEADER_BYTES:]
        if data[1] == ZLIB:
            payload = zlib.decompress(payload)
        schema = self.schema(str(uuid.UUID(bytes=data[2:HEADER_BYTES])))
        return fastavro.schemaless_reader(io.BytesIO(payload), schema)


def exact(value):
    """A value as JSON can carry it without loss."""
    if isinstance(value, dict):
        return {key: exact(item) for key, item in value.items()}
    if isinstance(value, list):
        return [exact(item) for item in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, decimal.Decimal):
        return format(value, "f")
    if isinstance(value, (datetime.date, datetime.time, uuid.UUID)):
        return str(value)
    is_integer = isinstance(value, int) and not isinstance(value, bool)
    if is_integer and abs(value) > LARGEST_SAFE_INTEGER:
        return str(value)
    return value


def records(bootstrap_servers, topic):
    """Every record between the beginning and the present end; joins no consumer group."""
    consumer = Consumer(
        {
            "bootstrap.servers": bootstrap_servers,
            "group.id": "unused",
            "enable.auto.commit": False,
            "isolation.level": "read_committed",
            "enable.partition.eof": True,
        }
    )
    try:
        metadata = consumer.list_topics(topic, timeout=IDLE_DEADLINE_SECONDS).topics[topic]
        if metadata.error is not None:
            raise KafkaException(metadata.error)
        open_partitions = set(metadata.partitions)
        consumer.assign([TopicPartition(topic, p, OFFSET_BEGINNING) for p in open_partitions])
        while open_partitions:
            message = consumer.poll(IDLE_DEADLINE_SECONDS)
            if message is None:
                raise TimeoutError(f"no record within {IDLE_DEADLINE_SECONDS} s")
            error = message.error()
            if error is None:
                yield message
            elif error.name() == "_PARTITION_EOF":
                open_partitions.discard(message.partition())
            else:
                raise KafkaException(error)
    finally:
        consumer.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bootstrap-servers", required=True)
    parser.add_argument("--topic", required=True)
    parser.add_argument("--registry", help="endpoint of a local registry; AWS Glue where absent")
    options = parser.parse_args()
    decoder = Decoder(open_glue(options.registry))
    for message in records(options.bootstrap_servers, options.topic):
        line = {
            "partition": message.partition(),
            "offset": message.offset(),
            "key": exact(decoder.decode(message.key())),
            "value": exact(decoder.decode(message.value())),
        }
        json.dump(line, sys.stdout, ensure_ascii=False)
        sys.stdout.write("\n")


if __name__ == "__main__":
    main()

"""Writer schemas by schema version id, from the Glue registry, fetched by the driver and cached.

The status of a version is not looked at: a record that was written is read, whatever became of its
version's standing since.
"""

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from .errors import LakeError
from .job_spec import Job
from .writer_schema import WriterSchema, parse_writer_schema


class RegistrySchemas:
    """`get` gives None for an id that the registry does not know, or whose schema is not Avro."""

    def __init__(self, region: str, endpoint: str | None = None):
        self._client = boto3.client(
            "glue",
            region_name=region,
            endpoint_url=endpoint,
            config=Config(
                connect_timeout=5, read_timeout=15, retries={"mode": "standard", "max_attempts": 4}
            ),
        )
        self._known: dict[str, WriterSchema] = {}

    @staticmethod
    def of(job: Job) -> "RegistrySchemas":
        return RegistrySchemas(job.registry_region, job.registry_endpoint)

    def get(self, version_id: str) -> WriterSchema | None:
        if version_id not in self._known:
            schema = self._fetch(version_id)
            # An unknown id is asked for again next time: the registry may have been restored.
            if schema is None:
                return None
            self._known[version_id] = schema
        return self._known[version_id]

    def _fetch(self, version_id: str) -> WriterSchema | None:
        try:
            answer = self._client.get_schema_version(SchemaVersionId=version_id)
            return parse_writer_schema(version_id, answer["SchemaDefinition"])
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code in ("EntityNotFoundException", "InvalidInputException"):
                return None
            raise _unreachable(version_id, error) from error
        except BotoCoreError as error:
            raise _unreachable(version_id, error) from error
        except ValueError:
            return None


def _unreachable(version_id: str, error: Exception) -> LakeError:
    return LakeError(
        "REGISTRY_UNREACHABLE",
        f"schema registry does not answer for schema version {version_id}: {error}; "
        "nothing was quarantined, start the registry and run again",
    )

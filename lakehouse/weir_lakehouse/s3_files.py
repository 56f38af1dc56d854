"""Objects of S3, with the credentials that boto3 finds."""

import os
from concurrent.futures import ThreadPoolExecutor

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from .errors import LakeError

_CONFIG = Config(
    connect_timeout=5, read_timeout=30, retries={"mode": "standard", "max_attempts": 4}
)


def split_url(url: str) -> tuple[str, str]:
    """`s3://bucket/a/b` → `("bucket", "a/b")`."""
    bucket, _, key = url.removeprefix("s3://").partition("/")
    return bucket, key


def read_object(url: str, client=None) -> str | None:
    """Text of an object; None where there is none. Raises S3_FAILED with the service's words."""
    bucket, key = split_url(url)
    try:
        client = client or boto3.client("s3", config=_CONFIG)
        return client.get_object(Bucket=bucket, Key=key)["Body"].read().decode()
    except (BotoCoreError, ClientError) as error:
        if isinstance(error, ClientError) and error.response["Error"]["Code"] == "NoSuchKey":
            return None
        raise s3_error(url, error) from error


def s3_error(url: str, error: Exception) -> LakeError:
    return LakeError("S3_FAILED", f"{url} cannot be read: {error}")


class S3Lake:
    """A lake below `s3://bucket/prefix`, read without Spark."""

    def __init__(self, lake: str):
        self.lake = lake
        try:
            self._session = boto3.Session()
            # Tables are opened side by side.
            config = _CONFIG.merge(Config(max_pool_connections=32))
            self._client = self._session.client("s3", config=config)
        except BotoCoreError as error:
            raise s3_error(lake, error) from error

    def read(self, path: str) -> str | None:
        return read_object(path, self._client)

    def storage_options(self) -> dict[str, str]:
        """What delta-rs needs to read as boto3 does."""
        credentials = self._session.get_credentials()
        if credentials is None:
            raise LakeError(
                "S3_FAILED", f"{self.lake} cannot be read: no AWS credentials were found"
            )
        frozen = credentials.get_frozen_credentials()
        region = self._session.region_name
        endpoint = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
        options = {
            "aws_access_key_id": frozen.access_key,
            "aws_secret_access_key": frozen.secret_key,
            "aws_session_token": frozen.token,
            "aws_region": region,
            "aws_endpoint": endpoint,
            # Only a stand-in on this machine speaks HTTP.
            "aws_allow_http": "true" if endpoint and endpoint.startswith("http:") else None,
        }
        return {name: value for name, value in options.items() if value is not None}

    def tables(self, layer: str, depth: int) -> list[tuple[str, ...]]:
        """Relative names of the Delta tables of a layer, `depth` folders below it."""
        names: list[tuple[str, ...]] = [()]
        with ThreadPoolExecutor(16) as pool:
            for _ in range(depth):
                below = pool.map(lambda name: self._folders("/".join((layer, *name))), names)
                pairs = zip(names, below, strict=True)
                names = [(*name, folder) for name, folders in pairs for folder in folders]
            # A first write that was killed leaves data files without a log.
            logs = pool.map(
                lambda name: "_delta_log" in self._folders("/".join((layer, *name))), names
            )
            return sorted(name for name, has_log in zip(names, logs, strict=True) if has_log)

    def _folders(self, path: str) -> list[str]:
        bucket, key = split_url(f"{self.lake}/{path}/")
        try:
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=bucket, Prefix=key, Delimiter="/"
            )
            return [
                prefix["Prefix"].removeprefix(key).rstrip("/")
                for page in pages
                for prefix in page.get("CommonPrefixes", [])
            ]
        except (BotoCoreError, ClientError) as error:
            raise s3_error(self.lake, error) from error

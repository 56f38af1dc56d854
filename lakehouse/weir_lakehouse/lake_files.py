"""A lake's files without Spark: of a local folder, or of S3."""

from pathlib import Path
from typing import Protocol

from .lake_paths import is_s3


class LakeFiles(Protocol):
    def read(self, path: str) -> str | None:
        """Text of a file; None where there is none."""

    def storage_options(self) -> dict[str, str] | None:
        """For delta-rs."""

    def tables(self, layer: str, depth: int) -> list[tuple[str, ...]]:
        """Relative names of the Delta tables of a layer, `depth` folders below it."""


def open_lake(lake: str) -> LakeFiles:
    if not is_s3(lake):
        return LocalLake(lake)
    # Imported here: a local query does not pay for boto3.
    from .s3_files import S3Lake

    return S3Lake(lake)


class LocalLake:
    def __init__(self, lake: str):
        self.lake = lake

    def read(self, path: str) -> str | None:
        try:
            return Path(path).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None

    def storage_options(self) -> None:
        return None

    def tables(self, layer: str, depth: int) -> list[tuple[str, ...]]:
        root = Path(self.lake) / layer
        pattern = "/".join(["*"] * depth) + "/_delta_log"
        return sorted(tuple(p.parent.relative_to(root).parts) for p in root.glob(pattern))

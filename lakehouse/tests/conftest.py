"""One Spark session for the whole suite; jars from WEIR_SPARK_JARS or the project's Maven build."""

import os
from pathlib import Path

import pytest

from weir_lakehouse import failpoints
from weir_lakehouse.spark_session import start_session


@pytest.fixture(scope="session")
def spark(tmp_path_factory):
    built = Path(__file__).parents[2] / "target" / "engines" / "spark"
    jars = os.environ.get("WEIR_SPARK_JARS", str(built))
    session = start_session(jars, "1g", str(tmp_path_factory.mktemp("warehouse")))
    yield session
    session.stop()


@pytest.fixture(autouse=True)
def no_failpoints():
    yield
    failpoints.disarm()

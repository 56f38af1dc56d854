"""Schemas come over Glue's protocol, once each; a registry that is down is not an unknown id."""

import pytest
from fake_registry import fake_registry

from weir_lakehouse.errors import LakeError
from weir_lakehouse.registry_schemas import RegistrySchemas

KNOWN = "0d5cb4d1-95fc-4c3b-a3a9-a2f9fb2f1f9e"
UNKNOWN = "1d5cb4d1-95fc-4c3b-a3a9-a2f9fb2f1f9e"
SCHEMA = '{"type": "record", "name": "Key", "fields": [{"name": "id", "type": "int"}]}'


@pytest.fixture(autouse=True)
def credentials(monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "weir")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "weir")


def test_asks_once_whatever_the_status():
    with fake_registry({KNOWN: SCHEMA}) as (endpoint, asked):
        schemas = RegistrySchemas("eu-central-1", endpoint)
        assert schemas.get(KNOWN).column_names == ("id",)
        assert schemas.get(KNOWN) is schemas.get(KNOWN)
        assert asked == [KNOWN]


def test_gives_none_for_an_unknown_id():
    with fake_registry({}) as (endpoint, _):
        assert RegistrySchemas("eu-central-1", endpoint).get(UNKNOWN) is None


def test_fails_where_the_registry_does_not_answer():
    with pytest.raises(LakeError) as error:
        RegistrySchemas("eu-central-1", "http://127.0.0.1:9").get(KNOWN)
    assert error.value.code == "REGISTRY_UNREACHABLE"

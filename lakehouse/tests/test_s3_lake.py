"""A lake in S3, read without Spark, against moto's server on a real port."""

import json

import boto3
import pyarrow as pa
import pytest
from deltalake import CommitProperties, write_deltalake
from moto.server import ThreadedMotoServer

from weir_lakehouse.errors import LakeError
from weir_lakehouse.job_spec import read_job
from weir_lakehouse.query import lake_status, run_query

LAKE = "s3://weir-test/platform/lake"
JOB = {
    "bootstrapServers": "b-1.kafka:9098",
    "kafkaOptions": {"security.protocol": "SASL_SSL"},
    "registry": {"name": "r", "region": "eu-central-1"},
    "lakePath": LAKE,
    "checkpointPath": "s3://weir-test/checkpoints",
    "sources": [],
}


@pytest.fixture(scope="module")
def server():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def s3(server, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", server)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "token")
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    client = boto3.client("s3")
    client.create_bucket(
        Bucket="weir-test", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
    )
    yield client
    for entry in client.list_objects_v2(Bucket="weir-test").get("Contents", []):
        client.delete_object(Bucket="weir-test", Key=entry["Key"])
    client.delete_bucket(Bucket="weir-test")


def write(server, folder, rows, state):
    body = json.dumps({"commit": 1, "run": "r", "weir": state})
    write_deltalake(
        f"{LAKE}/{folder}",
        pa.table(rows),
        storage_options={"aws_endpoint": server, "aws_allow_http": "true"},
        commit_properties=CommitProperties(custom_metadata={"userMetadata": body}),
    )


def fill(server):
    silver = {
        "ingest": 1,
        "key": ["id"],
        "types": {"id": "int", "item": "string"},
        "resync": [],
        "nullAsDefault": [],
    }
    rows = {"id": [1, 2], "item": ["a", "b"], "_deleted": [False, True]}
    write(server, "silver/shop/orders", rows, silver)
    write(server, "bronze/shop_source/shop/orders", {"offset": [0, 1, 2]}, {"ingest": 1})
    write(server, "gold/totals", {"n": [7]}, {"inputs": ""})


def test_answers_queries_over_all_three_layers(server, s3):
    fill(server)
    # A first write that was killed: files, and no log.
    s3.put_object(Bucket="weir-test", Key="platform/lake/silver/shop/half/part-0.parquet", Body=b"")
    sql = """select o.*, (select count(*) from bronze.orders) as changes, t.n
      from silver.orders o, gold.totals t"""
    assert json.loads(run_query(LAKE, sql)) == [{"id": 1, "item": "a", "changes": 3, "n": 7}]
    assert [t["table"] for t in json.loads(lake_status(LAKE))] == ["orders"]


def test_gives_no_table_where_there_is_no_lake_yet(s3):
    assert json.loads(lake_status(LAKE)) == []


def test_says_what_s3_says_when_the_bucket_is_not_there(s3):
    with pytest.raises(LakeError, match="NoSuchBucket") as failure:
        run_query("s3://weir-elsewhere/lake", "select 1")
    assert failure.value.code == "S3_FAILED"


def test_says_that_there_are_no_credentials(s3, monkeypatch, tmp_path):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    with pytest.raises(LakeError, match="credentials"):
        run_query(LAKE, "select 1")


def test_reads_a_job_file_and_rejects_one_that_is_not_filled_in(s3):
    def put(job):
        s3.put_object(Bucket="weir-test", Key="job.json", Body=json.dumps(job).encode())
        return read_job("s3://weir-test/job.json")

    assert put(JOB).kafka_options == {"security.protocol": "SASL_SSL"}
    with pytest.raises(LakeError, match="WEIR_BUCKET not filled in"):
        put({**JOB, "lakePath": "s3://${WEIR_BUCKET}/lake"})
    with pytest.raises(LakeError, match="trigger"):
        put({**JOB, "trigger": "now and then"})
    with pytest.raises(LakeError, match="no such object"):
        read_job("s3://weir-test/none.json")

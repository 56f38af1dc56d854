"""`python -m weir_lakehouse` with `run --job FILE`, `query --lake PATH --sql SQL`
or `status --lake PATH`.

stdout: JSON lines of a run, one JSON array of a query. stderr: logs. Exit code 1 after
`{"event": "error", "code", "message"}`.
"""

import argparse
import sys
import tempfile
import traceback

from .errors import LakeError
from .events import emit


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="weir_lakehouse")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="take what Kafka has into the lake")
    run.add_argument("--job", required=True, help="job file")
    query = commands.add_parser("query", help="SQL over the lake, without Spark")
    query.add_argument("--lake", required=True)
    query.add_argument("--sql", required=True)
    status = commands.add_parser("status", help="silver tables and what is known against them")
    status.add_argument("--lake", required=True)
    args = parser.parse_args(argv)
    try:
        if args.command == "run":
            _run(args.job)
        elif args.command == "query":
            from .query import run_query

            sys.stdout.write(run_query(args.lake, args.sql) + "\n")
        else:
            from .query import lake_status

            sys.stdout.write(lake_status(args.lake) + "\n")
        return 0
    except LakeError as error:
        emit("error", code=error.code, message=str(error))
        return 1
    except Exception as error:
        traceback.print_exc(file=sys.stderr)
        emit("error", code="LAKE_FAILED", message=f"{type(error).__name__}: {error}"[:2000])
        return 1


def _run(job_file: str) -> None:
    # Imported here: a query must not pay for Spark.
    from .job_spec import read_job
    from .run import run_job
    from .spark_session import start_session

    job = read_job(job_file)
    with tempfile.TemporaryDirectory(prefix="weir-warehouse-") as warehouse:
        spark = start_session(job.spark_jars, job.driver_memory, warehouse)
        try:
            emit("started", sparkVersion=spark.version)
            run_job(spark, job)
        finally:
            spark.stop()


if __name__ == "__main__":
    sys.exit(main())

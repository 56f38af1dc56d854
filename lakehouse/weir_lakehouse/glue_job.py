"""The job on AWS Glue: its session, its job file in S3, its way to fail.

Events go to stdout, which Glue keeps in the log group /aws-glue/jobs/output.
"""

import argparse

from .errors import LakeError
from .events import emit
from .job_spec import read_job
from .run import run_job
from .spark_session import join_session


def main(argv: list[str]) -> None:
    """Runs the job of `--weir_job_file`. Raises what ends it: Glue marks a run FAILED by that."""
    # Glue gives arguments of its own too, and all may be abbreviations of each other.
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("--weir_job_file", required=True, help="s3:// URL")
    args, _ = parser.parse_known_args(argv)
    try:
        job = read_job(args.weir_job_file)
        spark = join_session()
        emit("started", sparkVersion=spark.version)
        run_job(spark, job)
    except LakeError as error:
        emit("error", code=error.code, message=str(error))
        # The run's error message is the exception's text.
        raise RuntimeError(f"{error.code}: {error}") from error
    except Exception as error:
        emit("error", code="LAKE_FAILED", message=f"{type(error).__name__}: {error}"[:2000])
        raise

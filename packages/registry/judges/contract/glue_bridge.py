"""Calls Glue with one of AWS's clients for Python: boto3, or the AWS CLI (version 1, in process).

    python glue_bridge.py boto3|awscli ENDPOINT

Reads one JSON request a line, {"operation", "input", "paginate"?}, and answers each with a line:
{"output"} or {"error": {"code", "message", "httpStatus"?}}. With "paginate" the client's own
paginator collects all pages, "paginate" items at a time.
"""

import contextlib
import io
import json
import os
import re
import sys

from botocore import xform_name

os.environ.update(
    AWS_ACCESS_KEY_ID="weir",
    AWS_SECRET_ACCESS_KEY="weir",
    AWS_DEFAULT_REGION="eu-central-1",
    AWS_CONFIG_FILE=os.devnull,
    AWS_SHARED_CREDENTIALS_FILE=os.devnull,
    AWS_EC2_METADATA_DISABLED="true",
    AWS_MAX_ATTEMPTS="1",
    AWS_PAGER="",
)


def boto3_caller(endpoint):
    import boto3
    from botocore.exceptions import ClientError

    client = boto3.client("glue", endpoint_url=endpoint)

    def call(operation, members, paginate):
        name = xform_name(operation)
        try:
            if paginate is not None:
                pages = client.get_paginator(name).paginate(
                    **members, PaginationConfig={"PageSize": paginate}
                )
                return {"output": pages.build_full_result()}
            output = getattr(client, name)(**members)
        except ClientError as error:
            metadata = error.response["ResponseMetadata"]
            return {
                "error": {
                    "code": error.response["Error"]["Code"],
                    "message": error.response["Error"]["Message"],
                    "httpStatus": metadata["HTTPStatusCode"],
                }
            }
        output.pop("ResponseMetadata", None)
        return {"output": output}

    return call


REFUSAL = re.compile(
    r"An error occurred \((?P<code>\w+)\) when calling the \w+ operation"
    r"(?: \(reached max retries: \d+\))?: (?P<message>.*)",
    re.S,
)


def awscli_caller(endpoint):
    from awscli.clidriver import create_clidriver

    driver = create_clidriver()

    def call(operation, members, paginate):
        whole = ["--no-paginate"] if paginate is None else []
        arguments = ["--endpoint-url", endpoint, "--output", "json", *whole]
        arguments += ["glue", xform_name(operation, "-")]
        if paginate is not None:
            arguments += ["--page-size", str(paginate)]
        for name, value in members.items():
            text = value if isinstance(value, str) else json.dumps(value)
            arguments += [f"--{xform_name(name, '-')}={text}"]
        stdout, stderr = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(stdout), contextlib.redirect_stderr(stderr):
            code = driver.main(arguments)
        refusal = REFUSAL.search(stderr.getvalue())
        if refusal is not None:
            return {"error": {"code": refusal["code"], "message": refusal["message"].rstrip("\n")}}
        if code != 0:
            raise RuntimeError(f"aws {arguments} ended with {code}: {stderr.getvalue()}")
        return {"output": json.loads(stdout.getvalue() or "{}")}

    return call


def main():
    client, endpoint = sys.argv[1:]
    call = {"boto3": boto3_caller, "awscli": awscli_caller}[client](endpoint)
    out = sys.stdout
    for line in sys.stdin:
        request = json.loads(line)
        answer = call(request["operation"], request["input"], request.get("paginate"))
        out.write(json.dumps(answer) + "\n")
        out.flush()


main()

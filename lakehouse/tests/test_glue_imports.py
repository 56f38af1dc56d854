"""What the job imports on AWS Glue, where nothing is installed at start but Weir's own wheel."""

import ast
import sys
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "weir_lakehouse"
# Of Glue 6.0 itself; `delta` comes by `--datalake-formats delta`, `py4j` with pyspark.
GIVEN = {"boto3", "botocore", "delta", "py4j", "pyspark"}


def imported(module):
    """Absolute names and own modules of one module, whether at its top or inside a function."""
    for node in ast.walk(ast.parse((PACKAGE / f"{module}.py").read_text())):
        if isinstance(node, ast.Import):
            yield from ((name.name, False) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module, False
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, True
        elif isinstance(node, ast.ImportFrom):
            yield from ((name.name, True) for name in node.names)


def reachable(start):
    """Third-party packages that a module needs, and the modules on the way."""
    packages, modules, todo = set(), set(), [start]
    while todo:
        module = todo.pop()
        if module in modules:
            continue
        modules.add(module)
        for name, is_own in imported(module):
            if is_own:
                todo.append(name)
            elif name.partition(".")[0] not in sys.stdlib_module_names:
                packages.add(name.partition(".")[0])
    return packages, modules


def test_needs_nothing_that_glue_does_not_bring():
    packages, modules = reachable("glue_job")
    assert packages == GIVEN
    assert {"run", "silver_keyed", "registry_schemas", "s3_files"} <= modules
    assert "query" not in modules


def test_would_see_a_package_that_glue_lacks():
    assert {"duckdb", "deltalake"} <= reachable("query")[0]

"""Errors of the job. A class exists only where a caller acts differently."""


class LakeError(Exception):
    """Ends the run. `code` is one of the names below; the message says what to do.

    JOB_INVALID, REGISTRY_UNREACHABLE, KAFKA_FAILED, KAFKA_DATA_LOSS, LAKE_CONCURRENT,
    LAKE_INCONSISTENT, GOLD_FAILED, QUERY_FAILED, S3_FAILED, SESSION_INVALID, TABLE_FAILED.
    """

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code


class TableInconsistent(LakeError):
    """One table's silver cannot be derived from its bronze; the other tables go on."""

    def __init__(self, message: str):
        super().__init__("TABLE_INCONSISTENT", message)

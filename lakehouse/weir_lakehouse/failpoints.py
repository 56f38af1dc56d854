"""Places where a test ends the run as a kill would: between two commits.

Nothing is armed outside tests.
"""

_armed: set[str] = set()


class Killed(BaseException):
    """Not an Exception, so that no handler of the job swallows it, as none survives SIGKILL."""


def arm(*names: str) -> None:
    _armed.update(names)


def disarm() -> None:
    _armed.clear()


def reach(name: str) -> None:
    if name in _armed:
        _armed.discard(name)
        raise Killed(name)

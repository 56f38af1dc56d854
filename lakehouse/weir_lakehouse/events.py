"""Progress as JSON lines on stdout; everything else belongs on stderr."""

import json
import sys
import threading

_lock = threading.Lock()


def emit(event: str, **fields) -> None:
    """Write one line `{"event": …, …}` and flush it: the reader follows along."""
    line = json.dumps({"event": event, **fields}, default=str) + "\n"
    with _lock:
        sys.stdout.write(line)
        sys.stdout.flush()

"""Answers of jsonsubschema, one JSON line each: true, false, or the reason why there is none.

Input: lines {"writer": ..., "reader": ...}. It knows draft-04 and has no recursion; some pairs take
it for ever, so each has its time.
"""

import json
import logging
import signal
import sys
import warnings

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)

from jsonsubschema import isSubschema  # noqa: E402

SECONDS = float(sys.argv[1])


class TooLong(BaseException):
    """The pair's time is over."""


def stop(_signal, _frame):
    raise TooLong


signal.signal(signal.SIGALRM, stop)
answers = sys.stdout
# The library prints what it thinks of a schema.
sys.stdout = sys.stderr
for line in sys.stdin:
    pair = json.loads(line)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        answer = bool(isSubschema(pair["writer"], pair["reader"]))
    except TooLong:
        answer = "took too long"
    except BaseException as error:  # noqa: BLE001
        answer = f"{type(error).__name__}: {error}"[:120]
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    answers.write(json.dumps(answer) + "\n")
    answers.flush()

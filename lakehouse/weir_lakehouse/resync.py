"""`resync required`: why a table's equality with its source is not claimed, and when it is again.

A mark is `{code, message}` plus where it came from; a snapshot that begins after it and comes to
its end takes it away.
"""

from collections.abc import Mapping

from .ddl_history import Chain
from .snapshot_boundary import Boundary


def mark_steps(resync: list[dict], chain: Chain, start: int | None, notes: list[str]) -> list[dict]:
    """Marks for every uncertain step between silver's definition and the newest.

    Where there is no silver yet (`start` None), rows of every definition may come: all steps count;
    the snapshot that begins the table takes away what it is younger than.
    """
    marks = list(resync)
    for definition in chain[(start or 0) + 1 :]:
        for reason in definition.step.uncertain:
            marks.append({"code": "DDL_UNCERTAIN", "message": reason, "definition": definition.key})
    last = chain[-1].key
    marks += [{"code": "DDL_UNKNOWN", "message": note, "definition": last} for note in notes]
    return marks


def mark_quarantined(
    resync: list[dict], errors: int, last_offset: int, boundaries: Mapping[int, Boundary]
) -> list[dict]:
    """A record that could not be decoded is a change that silver does not have."""
    starts = [b.start for b in boundaries.values() if b.start is not None]
    if errors == 0 or (starts and last_offset < min(starts)):
        return resync
    kept = [mark for mark in resync if mark["code"] != "QUARANTINED"]
    message = f"{errors} records could not be decoded, the last at offset {last_offset}"
    return [*kept, {"code": "QUARANTINED", "message": message, "offset": last_offset}]


def settle_snapshots(
    resync: list[dict], boundaries: Mapping[int, Boundary], chain: Chain
) -> list[dict]:
    """Marks older than a snapshot's beginning wait for its end, then go."""
    keys = [definition.key for definition in chain]
    begun = [b for b in boundaries.values() if b.start is not None]
    if begun:
        newest = max(b.definition for b in begun)
        resync = [
            {**mark, "replacing": True} if _is_older(mark, keys, newest) else mark
            for mark in resync
        ]
    if any(b.ended for b in boundaries.values()):
        resync = [mark for mark in resync if not mark.get("replacing")]
    return resync


def _is_older(mark: dict, keys: list[str], newest: int) -> bool:
    if mark.get("definition") in keys:
        return keys.index(mark["definition"]) <= newest
    return True

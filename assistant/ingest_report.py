"""The report of an ingest as a file: one JSON object a line, for those who have ten thousand files to look through."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from vectorstore.folder import REPORT, writing_to
from vectorstore.sync import SyncReport


def write_report(directory: Path, report: SyncReport, skipped: Sequence[str]) -> Path:
    """Write what became of every file that is not as it was, beside the index, and return where.

    An object has `path` and `outcome` (added, updated, moved, removed, failed, skipped; remarked where it is a sidecar
    that cannot be used as it is); a failure also `code` and `message`, a moved document the path it came `from`, a
    file with remarks `warnings`, each a `code` and a `message`.

    Raises:
        IndexUnwritable: There is no room, or no permission.
    """
    target = directory / REPORT
    with writing_to(directory):
        lines = (json.dumps(record, ensure_ascii=False) for record in _records(report, skipped))
        # Written aside and moved: a report cut short would hide the files behind the cut.
        partial = target.with_suffix(".partial")
        partial.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", errors="backslashreplace")
        partial.replace(target)
    return target


def _records(report: SyncReport, skipped: Sequence[str]) -> Iterator[dict[str, Any]]:
    warnings: dict[str, list[dict[str, str]]] = {}
    for remark in report.remarks:
        warnings.setdefault(remark.path, []).append({"code": remark.code, "message": remark.message})
    came_from = {move.target: move.source for move in report.moved}
    left = set(came_from.values())
    removed = [path for path in report.removed if path not in left]
    for outcome, paths in (("added", report.added), ("updated", report.updated), ("removed", removed)):
        for path in paths:
            record: dict[str, Any] = {"path": path, "outcome": outcome}
            if path in came_from:
                record |= {"outcome": "moved", "from": came_from[path]}
            yield record | ({"warnings": warnings[path]} if path in warnings else {})
    documents = {*report.added, *report.updated, *report.removed}
    for path in sorted(warnings.keys() - documents):
        yield {"path": path, "outcome": "remarked", "warnings": warnings[path]}
    for failure in report.failed:
        yield {"path": failure.path, "outcome": "failed", "code": failure.code, "message": failure.message}
    for path in skipped:
        yield {"path": path, "outcome": "skipped"}

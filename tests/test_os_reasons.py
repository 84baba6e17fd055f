import errno

import pytest

from ingest.os_reasons import os_reason


@pytest.mark.parametrize(
    ("number", "reason"),
    [(errno.ENOENT, "見つかりません"), (errno.EACCES, "権限がありません"), (errno.ENOSPC, "空き容量がありません")],
)
def test_what_happens_often_is_said_in_japanese(number: int, reason: str) -> None:
    assert os_reason(OSError(number, "said in English")) == reason


def test_what_is_rare_is_told_by_its_number_and_never_in_english() -> None:
    assert os_reason(OSError(errno.EXDEV, "Invalid cross-device link")) == f"OSのエラー番号{errno.EXDEV}"
    assert os_reason(OSError("somebody's own error")) == "原因は分かりません"

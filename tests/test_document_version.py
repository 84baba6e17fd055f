"""Drafts, revisions and final versions, and words that only look like them."""

import pytest

from ingest.document_version import read_version
from ingest.documents import Confidence, Finding, Source
from ingest.lines import split_lines


def version(title="題名", text="本文。", path="file.txt", kind="plan"):
    return read_version(title, split_lines(text), path, kind)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("総合計画(案)", "draft"),
        ("総合計画(改定案)", "draft"),
        ("環境基本計画 素案", "draft"),
        ("環境基本計画案", "draft"),
        ("基本方針(中間まとめ案)", "draft"),
        ("総合計画(改定版)", "revised"),
        ("補助金交付要綱の一部改正", "revised"),
        ("総合計画(令和6年3月改訂)", "revised"),
        ("津波避難計画(確定版)", "final"),
        ("総合計画 令和6年3月策定", "final"),
        ("町へのご案内", None),
        ("議案第3号", None),
        ("住民からの提案", None),
        ("計画(案)に対する意見の募集", None),
        ("計画の改定について", None),
        ("確定申告の相談", None),
        ("策定委員会", None),
    ],
)
def test_a_version_stands_in_the_title(title, expected):
    found = version(title)
    assert found.version == expected
    assert found.finding == (Finding(Source.TITLE, Confidence.HIGH) if expected else None)


def test_a_line_of_its_own_and_the_file_name_tell_too():
    assert version(text="（改定案）\n本文。").version == "draft"
    named = version(path="計画/総合計画_案_0620.docx")
    assert (named.version, named.finding) == ("draft", Finding(Source.FILE_NAME, Confidence.MEDIUM))


def test_minutes_and_releases_speak_of_other_documents():
    for kind in ("minutes", "press_release", "magazine"):
        assert version("総合計画(案)の審議", kind=kind).version is None


@pytest.mark.parametrize(
    ("text", "revised"),
    [
        ("平成31年3月　策定\n令和7年3月　改定\n", "2025-03"),
        ("最終改正　令和6年6月20日\n", "2024-06-20"),
        ("令和5年3月31日一部改正\n", "2023-03-31"),
        ("令和二年四月一日改正\n", "2020-04-01"),
        ("令和3年条例第5号\n", None),
        ("令和6年4月に改定する予定です。\n", None),
    ],
)
def test_the_last_revision_is_dated(text, revised):
    found = version(text=text)
    assert found.revised == revised
    assert found.version == ("revised" if revised else None)

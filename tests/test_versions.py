import pytest
from hits import make_hit
from passages import question

from assistant.passages.versions import (
    asked_version,
    by_version,
    named,
    named_titles,
    names_version,
    notice,
    of_asked_version,
    precedence,
    title_without_version,
)
from ingest.documents import DocumentMetadata

PLAN = "浜風町総合戦略"
KNOWN = {
    "draft.txt": DocumentMetadata(f"{PLAN}（案）", version="draft", date="2024-09-01"),
    "final.txt": DocumentMetadata(f"{PLAN}（確定版）", version="final", date="2024-03"),
    "plain.txt": DocumentMetadata(PLAN, date="2024-12-01"),
    "other.txt": DocumentMetadata("浜風町防災計画", version="final"),
    "town.txt": DocumentMetadata("当初予算案", version="draft", place="浜風町"),
    "other_town.txt": DocumentMetadata("当初予算案", place="山辺町"),
    "first.txt": DocumentMetadata("資料1（案）", version="draft"),
    "second.txt": DocumentMetadata("資料1", version="final"),
}


def kept(asked: str, *paths: str) -> list[str]:
    found = [make_hit("本文", document=path, title=KNOWN[path].title) for path in paths]
    return [hit.document for hit in of_asked_version(question(asked), found, KNOWN.get)]


@pytest.mark.parametrize(
    "title",
    [
        "浜風町総合戦略（案）",
        "浜風町総合戦略(素案)",
        "浜風町総合戦略 確定版",
        "浜風町総合戦略（改訂版）",
        "浜風町総合戦略〔最終案〕",
        "浜風町 総合戦略",
    ],
)
def test_versions_of_a_document_have_one_title(title: str) -> None:
    assert title_without_version(title) == PLAN


@pytest.mark.parametrize(
    "other", ["第2期浜風町総合戦略", "浜風町総合計画", "浜風町総合戦略の案内", "浜風町総合戦略 提案募集"]
)
def test_other_documents_keep_another_title(other: str) -> None:
    assert title_without_version(other) != PLAN


def test_editions_have_one_title_only_without_their_years() -> None:
    first, second = "令和5年度 指標一覧", "R6年度 指標一覧"
    assert title_without_version(first) != title_without_version(second)
    assert title_without_version(first, years=False) == title_without_version(second, years=False) == "指標一覧"


@pytest.mark.parametrize(
    ("asked", "version"),
    [
        ("計画の案では何人ですか", "draft"),
        ("改定案では何人ですか", "draft"),
        ("確定版では何人ですか", "final"),
        ("改訂版では何人ですか", "revised"),
        ("バス運賃の改定分はいくらですか", None),
        ("確定申告の会場はどこですか", None),
        ("新規就農者は何人ですか", None),
        ("案内所は何か所ですか", None),
    ],
)
def test_the_version_asked_for_is_read(asked: str, version: str | None) -> None:
    assert asked_version(question(asked)) == version


def test_of_several_versions_the_one_asked_for_is_kept_and_nothing_else_is_lost() -> None:
    assert kept("案では何人ですか", "draft.txt", "final.txt", "other.txt") == ["draft.txt", "other.txt"]
    assert kept("確定版では何人ですか", "draft.txt", "final.txt", "other.txt") == ["final.txt", "other.txt"]


def test_without_a_version_in_the_question_everything_is_kept() -> None:
    assert kept("何人ですか", "draft.txt", "final.txt") == ["draft.txt", "final.txt"]


def test_a_version_that_no_document_has_excludes_nothing_but_drafts() -> None:
    assert kept("案では何人ですか", "final.txt", "plain.txt") == ["final.txt", "plain.txt"]
    assert kept("確定版では何人ですか", "draft.txt", "plain.txt") == ["plain.txt"]
    assert kept("確定版では何人ですか", "draft.txt") == ["draft.txt"]


def test_a_final_version_goes_before_newer_papers_and_these_before_drafts() -> None:
    ordered = sorted(("draft.txt", "plain.txt", "final.txt"), key=lambda path: precedence(KNOWN[path]), reverse=True)
    assert ordered == ["final.txt", "plain.txt", "draft.txt"]
    assert precedence(None) < precedence(KNOWN["plain.txt"])


def test_only_the_longest_title_in_a_question_is_named() -> None:
    titles = [PLAN, f"第2期{PLAN}", "浜風町防災計画"]
    assert named_titles(question(f"第2期{PLAN}では何人ですか"), titles) == {f"第2期{PLAN}"}
    assert named_titles(question("何人ですか"), titles) == frozenset()


def test_the_reader_is_told_version_and_date_in_the_order_shown() -> None:
    found = [make_hit("本文", document=path, title=KNOWN[path].title) for path in ("final.txt", "draft.txt")]
    told = notice(found, KNOWN.get)
    assert told.startswith("資料によって値が異なります。")
    assert told.index("（確定版、令和6年3月）") < told.index("（案、令和6年9月1日）")
    assert named("題名", None) == "「題名」（日付の記載なし）"


@pytest.mark.parametrize(
    ("date", "written"),
    [
        ("2019-02-20", "平成31年2月20日"),
        ("2019-04", "平成31年4月"),
        ("2019-05-01", "令和元年5月1日"),
        ("2020-02-21", "令和2年2月21日"),
    ],
)
def test_the_date_of_a_document_is_told_in_the_era_of_its_day(date: str, written: str) -> None:
    known = DocumentMetadata(title="会議録", kind="minutes", date=date)
    assert named("会議録", known) == f"「会議録」（{written}）"


def test_a_draft_and_what_replaced_it_are_taken_apart() -> None:
    found = [
        make_hit("本文", document=path, title=KNOWN[path].title) for path in ("draft.txt", "final.txt", "other.txt")
    ]
    later, drafts = by_version(found, KNOWN.get)
    assert [hit.document for hit in later] == ["final.txt", "other.txt"]
    assert [hit.document for hit in drafts] == ["draft.txt", "other.txt"]


@pytest.mark.parametrize("paths", [("town.txt", "other_town.txt"), ("first.txt", "second.txt"), ("draft.txt",)])
def test_papers_of_one_title_are_versions_only_where_the_title_says_enough_and_the_place_is_one(
    paths: tuple[str, ...],
) -> None:
    found = [make_hit("本文", document=path, title=KNOWN[path].title) for path in paths]
    assert by_version(found, KNOWN.get) == (found, [])
    assert kept("案では何人ですか", *paths) == list(paths)


def test_a_word_of_revising_may_name_a_version() -> None:
    assert names_version(question("改定後の料金はいくらですか"))
    assert not names_version(question("料金はいくらですか"))

"""Where true sentences come from."""

import gzip
import json
from pathlib import Path

from assistant.measuring.support_gold import AMONG, OWN, by_hand, gold_of, hits_of, packaged_documents, sources
from assistant.support import check


def test_a_sentence_is_taken_alone_and_among_its_neighbours(tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_text("令和5年度の利用者は1,310人でした。町は橋を9か所で直しました。", encoding="utf-8")
    ((name, document),) = sources(file)
    gold = list(gold_of(hits_of(document)))
    assert name == "plan.txt"
    assert {one.origin for one in gold} == {OWN, AMONG}
    assert all(check(one.text, one.evidence).proved for one in gold)
    assert all(one.text in one.quote for one in gold)


def test_paragraphs_are_named_by_what_they_are_of(tmp_path: Path) -> None:
    file = tmp_path / "paragraphs.jsonl.gz"
    lines = [{"title": "橋", "text": "町は橋を9か所で直しました。"}, {"meeting": "委員会", "text": "園を閉じました。"}]
    with gzip.open(file, "wt", encoding="utf-8") as out:
        out.write("\n".join(json.dumps(line, ensure_ascii=False) for line in lines))
    assert [name for name, _ in sources(file)] == ["橋", "委員会"]
    assert [name for name, _ in sources(file, 1)] == ["橋"]


def test_every_statement_worded_by_hand_has_its_passage() -> None:
    found = list(by_hand(packaged_documents()))
    assert sum(true for true, _ in found) >= 120
    assert sum(not true for true, _ in found) >= 90

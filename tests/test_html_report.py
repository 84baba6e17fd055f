"""The page: well-formed, alone, safe, and with the figures of the JSON file."""

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from eval_cases import TEXTS, dataset, passage, rate_case, record, two_groups_case

from evals.html_report import flips_of, sentences, to_html
from evals.report import write
from evals.results import Report
from evals.runner import run
from evals.wording import KINDS, MEASURES

HOSTILE = "</style><script>alert('１')</script>\x00 & \"]]> <b onload=x>http://example.com/x.js"


def predict(question: str, history: list[str]) -> dict[str, object]:
    if question == rate_case().question:
        return record(
            "answered",
            "52.0％です[1]",
            cited=[("kpi.txt", "52.0% (R5)")],
            retrieved=[("kpi.txt", "60.9% (R2)\t52.0% (R5)")],
        )
    if question == two_groups_case().question:
        return record("partial", "3000時間です[1]", cited=[("minutes.txt", "約3000時間")])
    return record("answered", "60.9％です")


def report() -> Report:
    return run(dataset(), predict, TEXTS, clock=iter(range(100)).__next__, memory=lambda: 123.4)


def parsed(page: str) -> ET.Element:
    return ET.fromstring(page.removeprefix("<!DOCTYPE html>\n"))


def words(element: ET.Element) -> str:
    return "".join(element.itertext())


def blocks(page: ET.Element) -> dict[str, ET.Element]:
    return {one.get("id", ""): one for one in page.iter("details")}


def test_the_page_is_well_formed_and_in_japanese() -> None:
    page = parsed(to_html(report()))
    assert page.get("lang") == "ja"
    assert [h.text for h in page.iter("h2")] == ["まとめ", "図で見る", "指標", "種類ごと、文書ごと", "質問ごとの結果"]


def test_the_page_needs_nothing_else() -> None:
    text = to_html(report(), ["x"], {"cell-01": False})
    page = parsed(text)
    assert not {one.tag for one in page.iter()} & {"script", "link", "img", "iframe", "object", "base", "form"}
    for one in page.iter():
        assert not {"src", "srcset", "action"} & set(one.attrib)
        assert not any(key.startswith("on") for key in one.attrib)
        assert (one.get("href") or "#").startswith("#")
    assert "url(" not in text
    assert "@import" not in text
    assert "http" not in text


def test_text_of_documents_questions_answers_and_errors_is_never_markup() -> None:
    texts = {"kpi.txt": f"前{HOSTILE}52.0%後"}
    quote = f"{HOSTILE}52.0%"
    evidence = ((replace(rate_case().evidence[0][0], quote="52.0%"),),)
    case = replace(rate_case(), id=HOSTILE, question=HOSTILE, note=HOSTILE, evidence=evidence, forbidden=(HOSTILE,))
    cited = {"document": "kpi.txt", "start": 1, "end": 1 + len(quote), "quote": quote}
    cited |= dict.fromkeys(("title", "section", "speaker"), HOSTILE)
    answers = [
        record("answered", HOSTILE) | {"citations": [cited], "retrieved": [cited]},
        record("answered", HOSTILE) | {"citations": [cited | {"start": 0}], "retrieved": []},
        record("error", HOSTILE),
    ]
    for answer in answers:
        made = run(replace(dataset(case), title=HOSTILE), lambda q, h, answer=answer: answer, texts)
        text = to_html(made, [HOSTILE], {HOSTILE: True})
        assert "<script" not in text
        assert "<b onload" not in text
        assert "\x00" not in text
        assert {one.tag for one in parsed(text).iter()}.isdisjoint({"script"})
        assert "alert('１')" in words(parsed(text))


def test_the_figures_are_those_of_the_json_file(tmp_path: Path) -> None:
    path, _ = write(report(), tmp_path)
    read = json.loads(path.read_text(encoding="utf-8"))
    page = parsed((tmp_path / "report.html").read_text(encoding="utf-8"))
    cells = {c.get("data-measure"): words(c) for c in page.iter("td") if c.get("data-measure")}
    timed = json.loads((tmp_path / "times.json").read_text(encoding="utf-8"))["metrics"]
    assert sorted(cells) == sorted([*read["metrics"], *timed])
    for name, measure in (read["metrics"] | timed).items():
        if measure["value"] is None:
            assert cells[name] == "—"
        else:
            digits = len(cells[name].partition(".")[2])
            assert float(cells[name].replace(",", "")) == pytest.approx(measure["value"], abs=0.5 * 10**-digits)
    assert "3問のうち1問（33％）が正しく終わりました。" in words(page)
    dots = {svg.get("aria-label"): len(list(svg.iter("circle"))) for svg in page.iter("svg")}
    assert dots["上位k件での根拠の発見率"] == len(read["recall_at_k"]) == 20
    assert dots["採用した回答の割合と誤りの割合"] == len(read["risk_coverage"])
    rows = [[words(cell) for cell in row] for row in page.iter("tr")]
    for name, counts in read["documents"].items():
        assert [name, "", f"{counts['passed']}／{counts['cases']}"] in rows
    for kind, counts in read["kinds"].items():
        recall = counts["metrics"]["evidence recall@2000tok"]
        cells = next(row for row in rows if row[0] == KINDS[kind])
        assert cells[1:4] == ["", f"{counts['passed']}／{counts['cases']}", "—" if recall is None else f"{recall:.0%}"]


def test_every_measure_is_explained() -> None:
    assert {measure.name for measure in report().measures} == set(MEASURES)


def test_what_failed_is_open_and_stands_first() -> None:
    shown = blocks(parsed(to_html(report())))
    assert list(shown) == ["case-list-01", "case-none-01", "case-cell-01"]
    assert [one.get("open") is not None for one in shown.values()] == [True, True, False]


def test_a_case_shows_what_was_expected_found_and_cited_side_by_side() -> None:
    case = blocks(parsed(to_html(report())))["case-cell-01"]
    expected, found, said = (words(one) for one in case.iter("section"))
    assert "「52.0%」" in expected
    assert "検索の1位で発見" in expected
    assert "60.9% (R2)" in found
    assert "根拠あり" in found
    assert "52.0％です[1]" in said
    assert "期待した根拠" in said
    marks = [(mark.get("class"), words(mark)) for mark in case.iter("mark")]
    assert marks[0] == ("both", "52.0% (R5)")


def test_gold_and_cited_ranges_that_cross_are_marked_apart() -> None:
    crossing = passage("kpi.txt", "60.9% (R2)\t52.0%")
    made = run(dataset(rate_case()), lambda q, h: record("answered") | {"citations": [crossing]}, TEXTS)
    marks = [(mark.get("class"), words(mark)) for mark in blocks(parsed(to_html(made)))["case-cell-01"].iter("mark")]
    assert marks[:3] == [("cited", "60.9% (R2)\t"), ("both", "52.0%"), ("gold", " (R5)")]


def test_changes_since_the_baseline_are_told_and_linked() -> None:
    before = {"cell-01": False, "none-01": True}
    assert flips_of(report(), before) == {"cell-01": "改善", "none-01": "悪化", "list-01": "追加"}
    page = parsed(to_html(report(), passed_before=before))
    links = [link.get("href") for link in page.iter("a")]
    assert links == ["#case-none-01", "#case-cell-01"]
    assert "前回は正しく、今回は誤り: 1問" in words(page)


def test_without_a_baseline_nothing_is_compared() -> None:
    assert flips_of(report(), {}) == {}
    assert "前回からの変化" not in to_html(report())


def test_floors_that_are_not_kept_come_first_under_their_japanese_name() -> None:
    page = words(parsed(to_html(report(), ["fact recall: 0.5 です（基準は 0.8 以上）"])))
    assert page.index("正答率（fact recall）: 0.5 です") < page.index("3問のうち")


def test_the_summary_counts_wrong_missing_and_wrongly_answered() -> None:
    assert sentences(report()) == [
        "3問のうち1問（33％）が正しく終わりました。",
        "文書に答えがある2問では、1問で正しい値を述べました。1問は値が違うか足りず、0問は答えませんでした。",
        "文書に答えがない1問では、1問で、答えるべきでないのに答えました。",
        "示した引用2件のうち、2件が原文と一字一句同じでした。",
    ]


def test_a_set_of_crashes_still_makes_a_page() -> None:
    def fail(question: str, history: list[str]) -> dict[str, object]:
        raise ValueError(HOSTILE)

    page = words(parsed(to_html(run(dataset(), fail, TEXTS, memory=lambda: None))))
    assert "3問は、途中で失敗して答えが返りませんでした。" in page
    assert "nan" not in page.lower()

"""One case of the HTML report: what was expected, what the search found and what the answer cites, side by side."""

import re
from collections.abc import Sequence
from itertools import pairwise

from evals.elements import Html, element, join
from evals.excerpts import Cited, Excerpt, Retrieved
from evals.results import CaseResult
from evals.wording import KINDS, outcome

_BLANK_LINES = re.compile(r"\n(?:[ \t\u3000\r]*\n)+")


def case_block(result: CaseResult, flip: str = "") -> Html:
    """Return a case that opens by its question; one that did not end well is open from the start.

    Args:
        result: The case.
        flip: How it changed since the baseline, empty where it did not.
    """
    case = result.case
    question = " → ".join((*case.history, case.question))
    mark = element("span", "○" if result.passed else "×", class_="mark good" if result.passed else "mark bad")
    kind = KINDS.get(case.kind.value, case.kind.value)
    notes = [element("span", outcome(result), class_="tag good" if result.passed else "tag bad")]
    if flip:
        notes.append(element("span", flip, class_="tag flip"))
    head = element(
        "summary",
        mark,
        element("span", element("span", question, class_="question"), element("span", notes, class_="tags")),
        element("span", f"{case.id} ・ {kind}", class_="id"),
    )
    columns = element("div", _expected(result), _found(result), _said(result), class_="sides")
    return element("details", head, columns, class_="case", id=f"case-{case.id}", open=not result.passed)


def marked(excerpt: Excerpt) -> Html:
    """Return an excerpt with its gold ranges, cited ranges, and ranges that are both, each marked differently.

    Verbatim, but that blank lines are closed up.
    """
    end = excerpt.start + len(excerpt.text)
    edges = {excerpt.start, end}
    for start, stop in (*excerpt.gold, *excerpt.cited):
        edges |= {min(max(start, excerpt.start), end), min(max(stop, excerpt.start), end)}
    cuts = sorted(edges)
    parts: list[str] = []
    for start, stop in pairwise(cuts):
        text = excerpt.text[start - excerpt.start : stop - excerpt.start]
        gold, cited = _inside(start, excerpt.gold), _inside(start, excerpt.cited)
        name = "both" if gold and cited else "gold" if gold else "cited" if cited else ""
        compact = _BLANK_LINES.sub("\n", text)
        parts.append(element("mark", compact, class_=name) if name else compact)
    return join("…" if excerpt.cut_before else "", parts, "…" if excerpt.cut_after else "")


def _inside(offset: int, ranges: Sequence[tuple[int, int]]) -> bool:
    return any(start <= offset < stop for start, stop in ranges)


def _expected(result: CaseResult) -> Html:
    case = result.case
    if not case.answerable:
        body = [element("p", "文書に答えがありません。答えずに、見当たらないと伝えるのが正解です。")]
    else:
        facts = [element("li", "または".join(f"「{form}」" for form in forms)) for forms in case.facts]
        body = [element("h4", "述べるべき値"), element("ul", facts)]
        groups = [
            element(
                "li",
                [join(element("q", gold.quote), element("span", gold.document, class_="source")) for gold in group[:1]],
                element("span", f"（ほか{len(group) - 1}か所のどれでも可）", class_="source") if group[1:] else "",
                element("span", _rank(rank), class_="rank" if rank else "rank none"),
            )
            for group, rank in zip(case.evidence, result.ranks, strict=True)
        ]
        body += [element("h4", "根拠"), element("ul", groups)]
    if case.forbidden:
        body += [element("h4", "述べてはならない値"), element("p", "、".join(case.forbidden))]
    if case.note:
        body.append(element("p", case.note, class_="source"))
    return element("section", element("h3", "期待"), body)


def _rank(rank: int | None) -> str:
    return f"検索の{rank}位で発見" if rank else "検索で見つからず"


def _found(result: CaseResult) -> Html:
    if not result.retrieved:
        return element("section", element("h3", "検索"), element("p", "検索結果がありません。"))
    items = [_passage(passage) for passage in result.retrieved]
    return element("section", element("h3", "検索"), items)


def _passage(passage: Retrieved) -> Html:
    head = [
        element("b", f"{passage.rank}位"),
        element("span", "根拠あり", class_="tag good") if passage.finds else "",
        element("span", passage.place or passage.excerpt.document, class_="source"),
    ]
    return element(
        "div", element("p", head, class_="head"), element("blockquote", marked(passage.excerpt)), class_="passage"
    )


def _said(result: CaseResult) -> Html:
    body = [element("p", result.answer or result.error or "回答はありません。", class_="answer")]
    if result.wrong_values:
        body.append(element("p", f"誤った値: {'、'.join(result.wrong_values)}", class_="alarm"))
    if result.confidence is not None:
        body.append(element("p", f"確信度 {result.confidence:.2f} ・ {result.elapsed_ms:,.0f}ミリ秒", class_="source"))
    return element("section", element("h3", "回答と引用"), body, [_citation(citation) for citation in result.citations])


def _citation(citation: Cited) -> Html:
    head = [
        element("b", f"[{citation.number}]"),
        element("span", "期待した根拠", class_="tag good") if citation.right else "",
        "" if citation.exact else element("span", "原文と一致しません", class_="tag bad"),
        element("span", citation.place or citation.document, class_="source"),
    ]
    quote = marked(citation.excerpt) if citation.exact else citation.quote
    return element("div", element("p", head, class_="head"), element("blockquote", quote), class_="passage")

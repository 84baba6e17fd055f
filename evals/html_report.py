"""The report as one HTML page: no script, nothing fetched, readable on a desk, on a phone and on paper."""

from collections.abc import Mapping, Sequence
from importlib.resources import files

from evals.elements import Html, element, join, section
from evals.html_cases import case_block
from evals.html_measures import charts_section, measures_section, slices_section
from evals.results import DECLINED_RECALL, PRIMARY, QUOTE_EXACT, Report
from evals.wording import MEASURES


def to_html(report: Report, failures: Sequence[str] = (), passed_before: Mapping[str, bool] | None = None) -> str:
    """Return the report as a page that needs no other file.

    Args:
        report: The results.
        failures: The floors that are not kept, in Japanese.
        passed_before: Whether each case passed in the baseline, by its id; None where there is none to compare with.
    """
    flips = flips_of(report, passed_before or {})
    title = report.title or report.dataset
    style = Html(files("evals").joinpath("report.css").read_text(encoding="utf-8"))
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", f"評価の報告 {title}"),
        element("style", style),
    )
    body = element(
        "body",
        element("header", element("p", "しるべ ・ 評価の報告"), element("h1", title)),
        element(
            "main",
            _summary(report, failures),
            _changes(report, flips) if passed_before is not None else "",
            charts_section(report),
            measures_section(report),
            slices_section(report),
            _cases(report, flips),
        ),
    )
    return "<!DOCTYPE html>\n" + element("html", head, body, lang="ja") + "\n"


def flips_of(report: Report, passed_before: Mapping[str, bool]) -> dict[str, str]:
    """Return what changed since the baseline, by the id of the case: 悪化, 改善 or 追加."""
    found: dict[str, str] = {}
    for result in report.results:
        before = passed_before.get(result.case.id)
        if before is None and passed_before:
            found[result.case.id] = "追加"
        elif before is not None and before != result.passed:
            found[result.case.id] = "改善" if result.passed else "悪化"
    return found


def sentences(report: Report) -> list[str]:
    """Return the findings as plain sentences, the most important first."""
    results, n = report.results, len(report.results)
    passed = sum(result.passed for result in results)
    lines = (
        [f"{n}問のうち{passed}問（{passed / n * 100:.0f}％）が正しく終わりました。"] if n else ["質問がありません。"]
    )
    answerable = [result for result in results if result.case.answerable]
    if answerable:
        right = sum(result.passed for result in answerable)
        silent = sum(not result.answered for result in answerable)
        lines.append(
            f"文書に答えがある{len(answerable)}問では、{right}問で正しい値を述べました。"
            f"{len(answerable) - right - silent}問は値が違うか足りず、{silent}問は答えませんでした。"
        )
    others = [result for result in results if not result.case.answerable]
    if others:
        wrong = sum(result.answered for result in others)
        lines.append(f"文書に答えがない{len(others)}問では、{wrong}問で、答えるべきでないのに答えました。")
    quotes = [citation.exact for result in results for citation in result.citations]
    if quotes:
        lines.append(f"示した引用{len(quotes)}件のうち、{sum(quotes)}件が原文と一字一句同じでした。")
    if report.crashed:
        lines.append(f"{len(report.crashed)}問は、途中で失敗して答えが返りませんでした。誤りとして数えています。")
    return lines


def _summary(report: Report, failures: Sequence[str]) -> Html:
    shown = [
        ("正しく終わった質問", f"{sum(r.passed for r in report.results)}", f"／{len(report.results)}問"),
        *(_tile(report, name, label) for name, label in _TILES),
    ]
    tiles = [
        element("div", element("dt", label), element("dd", value, element("small", rest)))
        for label, value, rest in shown
    ]
    alarm: Sequence[str] = ()
    if failures:
        listed = element("ul", [element("li", _named(failure)) for failure in failures])
        alarm = (element("div", element("h3", "基準を満たしていません"), listed, class_="alarm"),)
    text = [element("p", line) for line in sentences(report)]
    return section("まとめ", alarm, element("div", text, class_="lead"), element("dl", tiles, class_="tiles"))


def _named(failure: str) -> str:
    """Return a floor that is not kept with the measure's Japanese name before its own."""
    measure, colon, rest = failure.partition(":")
    return f"{MEASURES[measure].name}（{measure}）{colon}{rest}" if measure in MEASURES else failure


_TILES = (
    (PRIMARY, "根拠を見つけた割合"),
    (QUOTE_EXACT, "原文どおりの引用"),
    (DECLINED_RECALL, "答えのない質問を断れた割合"),
)


def _tile(report: Report, name: str, label: str) -> tuple[str, str, str]:
    value = report.metrics[name]
    return (label, "—", "") if value is None else (label, f"{value:.0%}".removesuffix("%"), "％")


def _changes(report: Report, flips: Mapping[str, str]) -> Html:
    parts: list[str] = []
    for kind, lead in (
        ("悪化", "前回は正しく、今回は誤り"),
        ("改善", "前回は誤り、今回は正しい"),
        ("追加", "前回になかった"),
    ):
        changed = [result for result in report.results if flips.get(result.case.id) == kind]
        parts.append(element("p", f"{lead}: {len(changed)}問", class_="worse" if changed and kind == "悪化" else ""))
        if changed and kind != "追加":
            links = [
                element("li", element("a", f"{r.case.id} {r.case.question}", href=f"#case-{r.case.id}"))
                for r in changed
            ]
            parts.append(element("ul", links))
    return section("前回からの変化", element("div", parts, class_="changes"))


def _cases(report: Report, flips: Mapping[str, str]) -> Html:
    missed = [r for r in report.results if not r.passed]
    passed = [r for r in report.results if r.passed]
    legend = element(
        "p",
        "印の意味: ",
        element("mark", "期待した根拠", class_="gold"),
        element("mark", "回答が引用した箇所", class_="cited"),
        element("mark", "両方", class_="both"),
        class_="legend",
    )
    parts: list[str] = [element("p", "質問を押すと、期待と結果を並べて見られます。"), legend]
    for heading, results in (("正しく終わらなかった質問", missed), ("正しく終わった質問", passed)):
        if results:
            blocks = [case_block(result, flips.get(result.case.id, "")) for result in results]
            parts.append(join(element("h3", f"{heading}（{len(results)}問）"), blocks))
    return section("質問ごとの結果", parts)

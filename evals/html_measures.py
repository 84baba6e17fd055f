"""The figures of the HTML report: charts, the table of measures, and the slices by kind and by document."""

from collections.abc import Sequence

from evals.charts import histogram, line_chart
from evals.elements import Html, element, section
from evals.results import LOWER_IS_BETTER, PRIMARY, Report
from evals.wording import KINDS, MEASURES, Wording, measure_text

_UNKNOWN = Wording("そのほか", "", "")


def charts_section(report: Report) -> Html:
    """Return the charts of recall@k, of risk against coverage, and of the latencies."""
    recall = [(float(k), value) for k, value in enumerate(report.recall_curve(), start=1)]
    risk = report.risk_coverage
    charts = [
        _figure(
            line_chart(
                recall,
                label="上位k件での根拠の発見率",
                x_label="検索結果の上位何件まで見るか",
                y_label="発見率",
                x_range=(0.0, 20.0),
                steps=4,
            ),
            "根拠の発見率",
            "線が早く100％に近づくほど、上位だけで根拠がそろいます。",
        )
        if recall
        else "",
        _figure(
            line_chart(
                risk,
                label="採用した回答の割合と誤りの割合",
                x_label="確信度の高い順に採用した割合",
                y_label="誤りの割合",
                x_range=(0.0, 1.0),
                percent_x=True,
            ),
            "確信度と誤り",
            "左が低いほど、確信度の高い回答は安心して使えます。",
        )
        if risk
        else "",
        _figure(
            histogram(
                [r.elapsed_ms for r in report.results], label="回答時間の分布", x_label="ミリ秒", y_label="質問の数"
            ),
            "回答時間",
            "右に離れた棒は、時間のかかった質問です。",
        ),
    ]
    return section("図で見る", element("div", charts, class_="charts"))


def measures_section(report: Report) -> Html:
    """Return every measure with its value, what it is taken over, and what it means."""
    rows: list[Html] = []
    group = ""
    # Sorted by group only: inside a group the order is that of the measures.
    order = list(dict.fromkeys(wording.group for wording in (*MEASURES.values(), _UNKNOWN)))
    known = [(MEASURES.get(measure.name, _UNKNOWN), measure) for measure in report.measures]
    for wording, measure in sorted(known, key=lambda pair: order.index(pair[0].group)):
        if wording.group != group:
            group = wording.group
            rows.append(element("tr", element("th", group, colspan=4, scope="rowgroup"), class_="group"))
        better = "小さいほど良い" if measure.name in LOWER_IS_BETTER else ""
        named = [wording.name or measure.name, element("span", measure.name, class_="source")]
        rows.append(
            element(
                "tr",
                element("th", named, scope="row"),
                element("td", measure_text(measure), class_="number", data_measure=measure.name),
                element("td", f"{measure.n:,}", class_="number"),
                element("td", wording.meaning, element("span", better, class_="source") if better else ""),
            )
        )
    heads = [element("th", name, scope="col") for name in ("指標", "値", "件数", "意味")]
    table = element("table", element("thead", element("tr", heads)), element("tbody", rows))
    return section("指標", element("div", table, class_="scroll", tabindex=0))


def slices_section(report: Report) -> Html:
    """Return how many cases passed by kind and by document, and the recall and the citations of each kind."""
    kinds = [
        (KINDS.get(kind.value, kind.value), *report.by_kind[kind], [_percent(metrics[name]) for name in _OF_KINDS])
        for kind, metrics in report.metrics_by_kind.items()
    ]
    documents = [(name, *counts, list[str]()) for name, counts in report.by_document.items()]
    of_kinds = _bars("質問の種類", kinds, ["根拠の発見率", "根拠の引用"])
    of_documents = _bars("根拠の文書", documents, []) if documents else ""
    return section("種類ごと、文書ごと", element("div", of_kinds, of_documents, class_="slices"))


_OF_KINDS = (PRIMARY, "citation recall")


def _percent(value: float | None) -> str:
    return "—" if value is None else f"{value:.0%}"


def _figure(chart: Html, title: str, meaning: str) -> Html:
    return element("figure", element("h3", title), chart, element("figcaption", meaning))


def _bars(title: str, rows: Sequence[tuple[str, int, int, list[str]]], more: Sequence[str]) -> Html:
    """Return a table of shares as bars.

    Args:
        title: What a row is.
        rows: Name, how many passed, of how many, and the further columns.
        more: Heads of the further columns.
    """
    body = [
        element(
            "tr",
            element("th", name, scope="row"),
            element("td", element("div", element("i", style=f"width:{passed / n:.1%}"), class_="meter")),
            [element("td", text, class_="number") for text in (f"{passed}／{n}", *others)],
        )
        for name, passed, n, others in rows
    ]
    heads = [element("th", name, scope="col") for name in (title, "正しく終わった割合", "問", *more)]
    table = element("table", element("thead", element("tr", heads)), element("tbody", body), class_="bars")
    return element("div", table, class_="scroll", tabindex=0)

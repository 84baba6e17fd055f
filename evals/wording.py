"""The words of a report: what the kinds and the measures are called and mean, and how a case ended, in Japanese."""

from dataclasses import dataclass

from evals.results import COUNTS, PRIMARY, TOKEN_BUDGET, WORST_PARAPHRASE, CaseResult, Measure

KINDS = {
    "fact": "事実",
    "table_cell": "表の値",
    "speaker": "発言者と発言",
    "era": "西暦と和暦",
    "paraphrase": "日常の言葉",
    "list": "列挙",
    "comparison": "比較",
    "multi_hop": "複数の箇所の組み合わせ",
    "aggregation": "集計",
    "unanswerable": "文書に答えがない質問",
    "follow_up": "続きの質問",
    "injection": "文書に紛れた指示",
}
"""What each kind of question is called."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What a measure is called and what it tells, for a reader who knows none."""

    group: str
    name: str
    meaning: str


FOUND, SAID, CITED, TRUSTED, COST = "検索", "回答", "引用", "答えるかどうかの判断", "時間と量"

MEASURES = {
    PRIMARY: Wording(
        FOUND,
        f"根拠の発見率（{TOKEN_BUDGET:,}トークン以内）",
        "言語モデルに渡せる量の中に、答えの根拠が入っていた割合です。検索の主な指標です。",
    ),
    "evidence recall@5": Wording(
        FOUND, "根拠の発見率（上位5件）", "検索結果の上位5件に、答えの根拠が入っていた割合です。"
    ),
    "evidence recall@20": Wording(
        FOUND, "根拠の発見率（上位20件）", "検索結果の上位20件に、答えの根拠が入っていた割合です。"
    ),
    "MRR@10": Wording(FOUND, "最初の根拠の順位", "最初の根拠が1位なら1、2位なら0.5、10位までになければ0です。"),
    "nDCG@10": Wording(FOUND, "根拠の並びの良さ", "必要な根拠がすべて上位に並ぶほど1に近づきます。"),
    WORST_PARAPHRASE: Wording(
        FOUND,
        "いちばん苦手な言い方での発見率",
        "同じことを違う言い方で尋ねた組ごとに、最も悪かった言い方の発見率をとった平均です。",
    ),
    "fact recall": Wording(SAID, "正答率", "答えるべき値をすべて述べた質問の割合です。"),
    "numeric exactness": Wording(SAID, "数値の正しさ", "答えるべき数値を、単位まで正しく述べた割合です。"),
    "numeric groundedness": Wording(
        SAID, "数値の裏付け", "回答が述べた数値と年のうち、引用した原文にも書かれていたものの割合です。"
    ),
    "speaker match": Wording(SAID, "発言者の一致", "発言の質問で、引用した発言の発言者が正しかった割合です。"),
    "forbidden values": Wording(SAID, "誤った値", "隣の年度の値など、決して答えてはならない値を述べた割合です。"),
    "citation validity": Wording(
        CITED, "引用の成り立ち", "回答の[1]などの印と引用のうち、実在し、原文と一字一句同じものの割合です。"
    ),
    "citation recall": Wording(CITED, "引用の過不足（足りているか）", "必要な根拠をすべて引用した質問の割合です。"),
    "citation precision": Wording(
        CITED, "引用の過不足（余計がないか）", "引用のうち、期待した根拠を指していたものの割合です。"
    ),
    "quote exact": Wording(CITED, "引用文の一致", "引用文のうち、原文と一字一句同じものの割合です。"),
    "declined recall": Wording(
        TRUSTED, "答えない判断の漏れのなさ", "文書に答えがない質問のうち、答えずに断れた割合です。"
    ),
    "declined precision": Wording(
        TRUSTED, "答えない判断の正しさ", "断った質問のうち、本当に文書に答えがなかったものの割合です。"
    ),
    "over-refusal": Wording(TRUSTED, "断りすぎ", "文書に答えがあるのに、答えなかった質問の割合です。"),
    "AUROC": Wording(
        TRUSTED,
        "確信度の見分ける力",
        "答えのある質問の確信度が、答えのない質問より高くなる確率です。偶然なら0.5、完全なら1です。",
    ),
    "AURC": Wording(
        TRUSTED, "確信度の高い順に採用したときの誤り", "確信度の高い回答から順に採用したときの、誤りの割合の平均です。"
    ),
    "tokens retrieved": Wording(COST, "検索で得た文の量", "1問あたりの、検索で得た文のトークン数です。"),
    "tokens answered": Wording(COST, "回答の長さ", "1問あたりの、回答のトークン数です。"),
    "latency p50 ms": Wording(COST, "回答時間（中央値）", "半数の質問に、この時間（ミリ秒）以内で答えました。"),
    "latency p95 ms": Wording(COST, "回答時間（95％点）", "95％の質問に、この時間（ミリ秒）以内で答えました。"),
    "peak memory MB": Wording(COST, "最大メモリー", "評価の間に使ったメモリーの最大値（MB）です。"),
}
"""Every measure, in the order in which it is explained."""


def measure_text(measure: Measure) -> str:
    """Return a measure's value as it is shown; a dash where it was not taken."""
    if measure.value is None:
        return "—"
    return f"{measure.value:,.0f}" if measure.name in COUNTS else f"{measure.value:.3f}"


def outcome(result: CaseResult) -> str:
    """Return in a few Japanese words how a case ended."""
    if result.status == "stale":
        return f"録音が古い: {result.error}"
    if result.error:
        return f"失敗: {result.error}"
    if result.wrong_values:
        return f"誤った値 {'、'.join(result.wrong_values)}"
    if not result.case.answerable:
        return "辞退" if result.status == "declined" else "答えられないのに回答"
    if result.status == "declined":
        return "答えられるのに辞退"
    return "正答" if result.passed else "値が違うか足りない"

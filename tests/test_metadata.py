"""Metadata: what a document tells of itself, and nothing where it tells nothing."""

import pytest

from ingest.metadata import read_metadata


def _read(text, **kwargs):
    return read_metadata(text, name=kwargs.pop("name", "file"), **kwargs)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("第３次総合計画\n\n令和6年3月\n", "第3次総合計画"),
        ("報 道 機 関 各 位\n\n令和6年2月1日　配布\n\n件　名　協定の締結について\n", "協定の締結について"),
        ("項  目  冬まつりの開催について\n", "冬まつりの開催について"),
        ("谷の町からのお知らせ\n\n防災訓練の実施について\n", "防災訓練の実施について"),
        ("お知らせ\n", "お知らせ"),
        ("北の町\n\n人が帰ってくる場所\n", "北の町 人が帰ってくる場所"),
        ("# よくある質問\n\n本文。\n", "よくある質問"),
        ("■ 冬の道路\n\n本文。\n", "冬の道路"),
        ("本文だけがある文書で、題名は書かれていません。\n", "file"),
    ],
)
def test_the_title_is_found_in_the_first_lines(text, title):
    assert _read(text).title == title


def test_a_declared_title_loses_the_sites_name():
    assert _read("本文です。", declared_title="支援金のご案内 | 谷の町公式サイト").title == "支援金のご案内"


@pytest.mark.parametrize(
    ("text", "date", "fiscal_year"),
    [
        ("広報 令和6年10月号\n本文。\n", "2024-10", 2024),
        ("協定について\n令和6年（2024年）2月16日（金） 配布\n締結日　令和6年3月1日\n", "2024-02-16", 2023),
        ("会議 開催概要\n\n１ 実施日時\n\n令和7年（2025年）10月8日（水）14:00～\n", "2025-10-08", 2025),
        ("懇談会\n１　日　時　令和６年11月14日（木）\n", "2024-11-14", 2024),
        ("案内\n更新日：令和7年4月1日\n令和4年度は8世帯。\n", "2025-04-01", 2025),
        ("会議録\n2019-02-20\n\n本文。\n", "2019-02-20", 2018),
        ("戦略\n令和6年9月　企画課\n令和2年度から令和6年度までです。\n", "2024-09", 2024),
        ("推進状況\n令和6年度\n\n■ 催し\n開催日：令和5年10月21日\n", None, 2024),
        ("計画（抜粋）\n計画期間　令和6年度～令和15年度\n\n令和4年6月に開いた。\n", None, 2024),
        ("計画\n計画期間　令和6年4月～令和11年3月\n", None, None),
        ("随想\n\n平成14年のことです。令和4年4月26日に訪れた。\n", None, None),
        ("令和6年第3回定例会会議録\n本文。\n", "2024", None),
    ],
)
def test_a_date_is_the_documents_own_or_none(text, date, fiscal_year):
    metadata = _read(text)
    assert (metadata.date, metadata.fiscal_year) == (date, fiscal_year)


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("推進管理について\n\n令和6年度\n北海道谷総合振興局\n\n本文。\n", "北海道谷総合振興局"),
        ("戦略\n\n令和6年9月　汐別町企画財政課\n", "汐別町"),
        ("件名　協定について\n発　信　湯ノ瀬町産業観光課\n", "湯ノ瀬町"),
        ("令和6年第3回白楡町議会定例会会議録\n本文。\n", "白楡町議会"),
        ("福岡市議会会議録\n本文。\n", "福岡市議会"),
        ("案内\n\n本文。\n\nお問い合わせ\n\n白楡町役場 まちづくり課　電話 0199-00-5678\n", "白楡町役場"),
        ("締結式について\n\n本文。\n\n担当窓口\n\n谷総合振興局地域創生部\n課長\n", "谷総合振興局"),
        ("広報\n\n本文。\n\n編集　笹幌村総務課広報係\n", "笹幌村"),
        ("会議 開催概要\n\n２　出席者\n\n＜谷管内商工会連合会 会長＞\n\n- 企業が減っている。\n", None),
        ("随想\n\n雪の多い町で暮らしています。\n", None),
    ],
)
def test_an_issuer_signs_and_is_not_merely_named(text, issuer):
    assert _read(text).issuer == issuer


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("定例会会議録\n本文。\n", "minutes"),
        ("報 道 機 関 各 位\n連携協定について\n", "press_release"),
        ("展開方針の推進管理について\n評価指標（KPI）\n実績値\n", "kpi"),
        ("第３次総合計画\n計画期間\n", "plan"),
        ("支援金のご案内\n申請の方法\n", "programme"),
        ("広報 10月号 特集\n本文。\n", "magazine"),
        ("町からのお知らせ\n訓練の実施について\n", "notice"),
        ("随想\n雪の多い町です。\n", "other"),
    ],
)
def test_the_kind_follows_the_words_of_the_opening(text, kind):
    assert _read(text).kind == kind


def test_places_are_ordered_by_how_often_they_are_named():
    assert _read("谷の話\n栗山町と北見市、北見市で開いた。\n").places == ("北見市", "栗山町")


def test_an_empty_opening_still_has_a_title():
    assert _read("。\n" * 3, name="memo").title == "memo"

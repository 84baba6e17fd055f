import pytest

from assistant.passages.formulas import is_call, is_courtesy, is_noted, says_nothing


@pytest.mark.parametrize(
    "text",
    [
        "建設部長。",
        "町長。",
        "7番、川田花議員。",
        "川田はな議員。",
        "岸交通事業管理者。",
        "選挙管理委員会事務局長。",
        "12番。",
    ],
)
def test_an_office_or_a_name_by_itself_calls_somebody_to_speak(text: str) -> None:
    assert is_call(text)
    assert says_nothing(text)


@pytest.mark.parametrize(
    "text",
    ["賛成。", "担当は建設部長。", "責任を負うのは町長。", "町長が出席しました。", "補助率は2分の1。", "異議なし。"],
)
def test_a_short_sentence_that_tells_something_is_no_call(text: str) -> None:
    assert not is_call(text)


@pytest.mark.parametrize(
    "text",
    [
        "一般質問をいたします。",
        "6月定例会、最後の一般質問を行います。",
        "再質問をさせていただきます。",
        "再々質問です。",
        "以上、再質問を留保して、質問を終わります。",
        "次に、雪押し場の増設について御質問がありました。",
        "最初に、給食の関係で御質問がございました。",
        "私からは、雪押し場について御答弁させていただきます。",
        "渡船については、後ほど交通事業管理者から答弁いたします。",
        "ただいま川田議員より御質問をいただきましたので、まず、私から御答弁いたします。",
        "説明員の答弁を求めます。",
        "以上でございます。",
    ],
)
def test_what_opens_passes_on_or_closes_a_speech_tells_nothing(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize(
    "text",
    [
        "次に、雪押し場について伺います。",
        "学童保育の時間についてお聞きします。",
        "次に、渡船の桟橋の改修を求めて質問します。",
        "予算の編成方針について質問いたします。",
        "雪押し場への質問は12件ありました。",
        "工事は4月に始まると考えており、詳細は担当部長からお答えします。",
        "市民から100件の要望がありました。",
        "質問の締切は3月1日です。",
        "次の会議は6月12日午前10時に開きます。",
    ],
)
def test_a_sentence_that_names_a_matter_tells_something(text: str) -> None:
    assert not says_nothing(text)


def test_a_line_that_points_to_a_film_is_a_courtesy_and_one_that_tells_the_way_is_none() -> None:
    assert is_courtesy("渡船の動画はこちらからご覧いただけます。")
    assert not is_courtesy("桟橋へはこちらの門から入れます。")


def test_the_clerk_notes_hours_and_signatures() -> None:
    assert is_noted("散会 午後5時11分")
    assert is_noted("会議録署名議員浜風市議会")
    assert not is_noted("会議録署名議員には、川田花議員を指名します。")
    assert not is_noted("散会は午後5時の予定です。")

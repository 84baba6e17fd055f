"""The words and patterns by which a question is read: counters, measures, asking words, roles.

Everything here is matched against the searchable form of a question (`vectorstore.words.searchable`).
"""

import re

# Counter words behind 何 and いく, to the canonical units of `ingest.numerals`.
_OWN_UNITS = (
    "人 件 社 校 組 回 台 本 倍 割 世帯 戸 円 時間 分 年間 日間 ha km2 km m cm 歳 頭 団体 市町村 便 議席 "
    "食 個 羽 冊 泊 点 票 位 号 級 隻 床 室"
)
COUNTERS = {
    **{name: name for name in _OWN_UNITS.split()},
    **dict.fromkeys("か所 カ所 ヶ所 箇所 ヵ所".split(), "か所"),
    **dict.fromkeys("か月 カ月 ヶ月 ヵ月".split(), "か月"),
    **dict.fromkeys("店 店舗".split(), "店舗"),
    **dict.fromkeys("% パーセント".split(), "%"),
    "名": "人",
    "ヘクタール": "ha",
    "平方キロ": "km2",
    "トン": "t",
    "メートル": "m",
    "センチ": "cm",
    "つ": "",
}
COUNTER = re.compile(rf"(?:何|いく)\s?(?:万|千|百|億|十)?(?P<unit>{'|'.join(sorted(COUNTERS, key=len, reverse=True))})")
_MONEY = (
    "金額|費用|料金|運賃|[使利]用料|手数料|入場料|参加費|会費|授業料|予算額?|手当|助成額?|補助額?|上限額|年収|時給"
    "|売上高?|給料|家賃|いくら"
)
# A noun that names a figure, and the units the figure may carry.
MEASURES: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(r"人数|人口|来場者数?|参加者数|利用者数|フォロワー数?|職員数|生徒数|学生数|定員|入込客数"), ("人",)),
    (re.compile(r"件数"), ("件",)),
    (re.compile(r"店舗数"), ("店舗", "店")),
    (re.compile(r"面積"), ("km2", "ha", "m2")),
    (re.compile(r"(?:割合|率)(?=は|を|が|の|$|\s|[??])"), ("%", "分", "割")),
    (re.compile(_MONEY), ("円",)),
    (re.compile(r"離れ|距離|道のり"), ("km", "m")),
    (re.compile(r"期間"), ("年間", "年", "か月", "日間", "日", "週間", "時間")),
    (re.compile(r"回数|視聴数|PV数"), ("回",)),
    (re.compile(r"世帯数"), ("世帯",)),
    (re.compile(r"設置数|箇所数|か所数"), ("か所",)),
    (re.compile(r"時間(?=を|は|が)"), ("時間",)),
)
# どれくらいの人, どれだけ時間: the counted thing stands behind the asking word.
HOW_MANY = re.compile(r"どれ(?:くらい|ぐらい|だけ|ほど)の?(?P<unit>人|時間|件|世帯|円|距離)")
# 学校の数, 参加者数: what is counted tells the unit.
COUNTED = re.compile(r"(?P<noun>[一-龯ァ-ヶー]{1,8}?)の?数(?=は|を|が|って|$|[??])")
COUNTED_UNITS = (
    (re.compile(r"[者員人児生客]$"), ("人",)),
    (re.compile(r"校$"), ("校",)),
    (re.compile(r"(?:会社|企業|事業者)$"), ("社", "事業者")),
    (re.compile(r"店舗?$"), ("店舗", "店")),
    (re.compile(r"(?:施設|箇所|園)$"), ("施設", "か所", "園")),
    (re.compile(r"世帯$"), ("世帯",)),
)
HOW_MUCH = re.compile(r"いくつ|いくら|どれ(?:くらい|ぐらい|だけ|ほど)|どの(?:くらい|ぐらい|程度)|(?:総)?数は|額は|値は")
COUNT_TAIL = re.compile(r"[一-龯ァ-ー]の?(?:数|件数|人数|額)(?:は|を|が|って|$|[??])")
MEASURE_TAIL = re.compile(
    r"(?:数|率|額|面積|期間|人口|定員|手当|割合|費用|料金|運賃|利用料|使用料|手数料|参加費|年収|時給|高|給料|家賃|値"
    r"|実績|目標)[はを]?[^。]{0,12}$"
)
DATE = re.compile(
    r"いつ(?!でも)|何時(?!間)|時刻|何年(?!間)|何月|何日(?!間)|日時|時期|年月|期日|日程|開催日|締結日|期限|締め?切り?"
    r"|(?:設立|開設|認定|閉校)(?:は|日)?[??]?$"
)
DURATION = re.compile(r"(?:期間|年限)(?:は|$|を)|何年間|どのくらいの期間")
PERSON = re.compile(
    r"(?:長|知事|議員|会頭)のお?(?:名前|氏名)|(?:誰|だれ|どなた)(?!でも)|何者|氏名|職名|担当者|(?:した|話した|言った|述べた|指摘した|(?<!も)のは)[??]?$"
)
# 期日前投票の…を答弁したのは誰ですか asks for a person, whatever its nouns are about.
WHO = re.compile(r"(?:誰|だれ|どなた)(?:です|でし|だっ|なの)?か?[??。]*$")
_SAYING = "答弁|質問し|質問した|発言|回答し|述べ|話し|語|言っ|言い|答え|求め|指摘し|要望し|主張し|評価し|表明し"
WHO_SAID = re.compile(
    rf"(?:{_SAYING}).{{0,12}}?(?:誰|だれ|どなた)|(?:誰|だれ|どなた)が.{{0,60}}?(?:{_SAYING})|(?:{_SAYING})[いてただ]{{0,4}}のは[??]?$"
)
# 教育長の星子氏は; 皆さん and お客様 name nobody.
NAMED_PERSON = re.compile(
    r"(?<![一-龯々ァ-ヶー])(?P<name>(?!皆|客|両|各|同|奥|姓|お)[一-龯々]{1,5}|[ァ-ヶー]{2,10})(?:氏|さん|君)(?=は|が|の|も|、|から|に|と|\s|[??]|$)"
)
PLACE = re.compile(r"どこ(?!でも)|どちら|どの(?:町|市|村|地域|県|団体)|場所|会場|所在地|住所|開催地")
CONTACT = re.compile(
    r"電話|何番(?!目|号?議員)|メアド|アドレス|直通|FAX|(?<![ァ-ヶー])ファックス|(?<![ァ-ヶー])メール|連絡先|内線|問い?合わ?せ先"
)
REASON = re.compile(r"なぜ|何故|理由|どうして|要因|原因|きっかけ|目的|ねらい|狙い|背景")
LIST = re.compile(
    r"挙げ|すべて|全て|全部|一覧|どのようなもの|どんな|どのような|何があ|種類|項目|議題|次第|内訳|主な取組|例を"
    r"|(?:プロジェクト|取組|目標|課題|県|施設)は何"
)
SAID = re.compile(
    r"(?:何と|どう).{0,6}(?:言|述べ|話|発言|語|答|説明)|発言|述べ|言いま|言って|言った|話し|語|コメント|意見|主張|考え"
)
ROLE = (
    "市長|町長|村長|区長|知事|副知事|議長|委員長|部長|課長|局長|会長|会頭|組合長|理事長|教育長|教育局長|所長|校長"
    "|学長|座長|議員|委員|社長|代表|消防長|院長|室長|次長|事業管理者|会計管理者"
)
ROLE_END = re.compile(rf"(?:{ROLE})$")
SPEAKER = re.compile(
    rf"(?P<who>\d{{1,3}}番議員|(?:[一-龯々ァ-ヶーるもい]{{1,14}}の)?[一-龯々ァ-ヶーA-Za-z]{{0,14}}?(?:{ROLE}))"
    r"(?=は|が|の|も|、|から|に|\s|$)"
)
# 川田議員の質問に部長は何と答えましたか: who asked, beside who answers.
ASKED_BY = re.compile(
    r"(?P<asker>\d{1,3}番議員|[一-龯々ァ-ヶーぁ-ゖ]{1,12}?(?:議員|委員)|\d{1,3}番)(?:から)?の"
    r"(?:一般|代表|再々?)?(?:質問|質疑|御?指摘|提案|要望|問い?)に(?:対し(?:て|まして)?)?(?:は)?、?"
)
# 質問したのは誰, 誰が答えましたか: the asker is asked for, or who answered.
WHO_ANSWERED = re.compile(
    r"(?:答弁|回答|答え)[^、。]{0,12}?(?:誰|だれ|どなた)|(?:誰|だれ|どなた)が.{0,60}?(?:答弁|回答|答え)"
    r"|(?:答弁し|回答し|答え)[いてただ]{0,4}のは[??]?$"
)
WHO_ASKED = re.compile(
    r"(?:質問|質疑|尋ね|問い?|聞い)(?!に|の答)[^、。]{0,12}?(?:誰|だれ|どなた)|(?:誰|だれ|どなた)が.{0,60}?(?:質問し|質疑し|尋ね|問い?)"
    r"|(?:質問し|質疑し|尋ね)[いてただ]{0,4}のは[??]?$"
)
# 人口について何と述べましたか: what was said is asked for, whatever it is about.
WHAT_SAID = re.compile(
    r"(?:何と|なんと|どのように|どう)[^、。]{0,3}(?:言|述べ|話し|話され|発言|語|答え|答弁|説明|コメント)"
)
# 町長は反対しましたか: what a speaker is asked to have said or done, yes or no.
WHETHER = re.compile(
    rf"(?:{ROLE})は(?!.*(?:何|ど[うれのん])).*(?:ました|ます|ません|ませんでした|でした|[るたい]の?です)か[?。]?$"
)
ORGANISATION = re.compile(
    r"(?!出身|母校|地元|公立|私立|[市町村県]内)[一-龯ァ-ヶー]{2,12}?(?:大学|工大|高校|高等学校|組合|協会|連盟|病院|会議所|振興局|小学校|中学校)"
)
# The noun that the asking part hangs on: 年収 in 〜の年収はいくらですか.
ATTRIBUTE = re.compile(
    r"(?P<noun>[一-龯々ァ-ヶーA-Za-z]{2,14})(?:は|を|が|って|とは)?[、]?"
    r"(?:[一-龯]{0,3}\d+[人日泊回個台冊年月頭件](?:当たり|あたり|につき)?|現在|いま|全部で|合計で?|およそ|約|最大で?|毎年|毎月|月|年に?|全国に|何月何日に?)*"
    r"(?:何|いく|どれ|どの(?!町|市|村)|教え|知りたい|お知らせ|挙げ|[??]|$)"
)
ERA = re.compile(r"令和|平成|昭和|大正|明治|年度?$")
# 大会で優勝した|団体: what stands behind a verb or an adjective is the kind of thing asked for, not an attribute.
DESCRIBED = re.compile(r"[たるういくすつぶむな]$")
# Nouns that name a kind of answer and not a thing of their own.
GENERAL = re.compile(
    r"[一-龯]{0,2}(?:場所|会場|日時|時期|時刻|期日|名前|名称|氏名|職名|理由|原因|要因|目的|内容|方法|取組|取り組み"
    r"|仕組み|制度|大会|番号|年月|期間|状況|催し|イベント|一覧|種類|項目|概要)"
    r"|事業|施設|会社|団体|身分|トップ|町|市|村|県|人|方|式|例|年|月|日|数|割合|金額|連絡先|(?:実績|目標|基準)値?|進捗率"
    r"|タイトル|題名|作品|人物|存在|現象|建物|建造物|文字|言葉|用語|本|書籍|雑誌|番組|映画|曲|国|都市|出来事|数値|[一-龯]{1,4}名"
    r"|呼称|別称|略称|通称|愛称|フルネーム|職業|役職|性別|演目|人数|件数|回数|距離|水深|年齢|(?:長|高|深|大き|重)さ"
)
# Another time than the one written of: the passage must say so too.
DEICTIC = re.compile(r"次回|前回|前年度?|来年度?|再来年度?|一昨年度?|来月|先月")
# Values are to be compared or reckoned with, not read off.
COMPARES = re.compile(
    r"増え|増加し|減っ|減り|減少し|上が(?:り|っ)|下が(?:り|っ)|何倍|比べ|との差|差は|達成して|達成した|達成しま|超えて|上回|下回|推移|変化"
)
SUPERLATIVE = re.compile(
    r"(?:一番|最も|もっとも)(?=(?:[^、。はがを]{1,10}[がの])?[高低多少大小進遅])"
    r"|最大の|最小の|最多|最少|ワースト|何番目"
)
# 一番高い: the thing itself is ranked; 最も予算が多い may be told by a list of amounts.
RANKED_ITSELF = re.compile(r"(?:一番|最も|もっとも)(?=[高低多少大小進遅])|最大の|最小の|最多|最少|ワースト|何番目")
# A text that ranks says so in other words too: 最も多い where 一番多い is asked.
RANKS = re.compile(r"最も|もっとも|一番|最[大小多少高低]|第?1位|首位|筆頭|ワースト|\d番目")
# More than one is asked for: 誰と誰, どことどこ.
SEVERAL = re.compile(
    r"(誰|だれ|どこ|どの[市町村])と(誰|だれ|どこ|どの[市町村])|それぞれ|[2-9]つ(?:は|を|挙)|全部|すべて|全て"
)
MORE = re.compile(r"詳し[くい]|もっと|ほかには|他には|ほかに")
TARGET, BASE, PROGRESS, ACTUAL = (
    re.compile(pattern) for pattern in (r"目標", r"基準(?:値|年|は)", r"進捗|達成(?:率|度|状況)", r"実績")
)
ASPECT_WORDS = frozenset("目標 基準 値 進捗 達成 実績 度 状況".split())
ASKING_WORDS = frozenset(
    (
        "場所 会場 所在地 住所 日時 時期 年月 期日 日程 時刻 氏名 名前 名称 職名 人数 件数 金額 理由 原因 要因 "
        "目的 割合 回数 電話 番号 連絡先 内容 一覧 項目 種類 例 数 年間 期間 期限 者 名 人 率 額 年 月 日 回 件 社 "
        "店舗 カ所 箇所 か所 % 円 時間 町 市 村"
    ).split()
)
EMPTY_WORDS = frozenset(
    (
        "教える 知る 御存じ 挙げる 下さる 書く 言う 話す 述べる 発言 語る 答える 答弁 述べ お知らせ 知らせる お願い "
        "願う 全部 全て 凡て それぞれ 具体 具体的 詳しい 主 主な どの どんな 何処 どこ 何時 いつ 誰 どなた 何方 どちら "
        "幾ら 幾つ くらい 位 程 ほど だけ 資料 記載 見る 思う 考える 呼ぶ 名付ける 在る 有る 無い 良い 次 例える と "
        "合計 示す 聞く 頂く 致す 行う 行なう 実施 うち 遣る する 来る 行く 居る 並べる 話 お話 場合 時 方 出来る 番 "
        "前 次 翌 数字 データ 出る パーセント ヘクタール "
        "キロ メートル トン なる 言える 書ける 御座る 様 貰う 呉れる 其の 此の"
    ).split()
)
# Headings and labels that stand over an answer of a kind, by `assistant.questions.Kind`.
KIND_WORDS = {
    "date": ("日時", "期間", "開催", "時刻", "期限"),
    "place": ("場所", "会場", "所在"),
    "contact": ("電話", "直通", "連絡", "問い合わせ"),
    "reason": ("目的", "理由", "背景", "経緯"),
    "definition": ("用語", "定義", "意味"),
}

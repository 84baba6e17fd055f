"""The command line of `shirube`; its help lists the commands.

Heavy modules are imported inside the commands, so that `--help` stays fast. Answers go to standard output, progress
and messages to standard error. Exit codes: 0 done, 1 an expected error or a failed gate, 2 wrong usage, 3 done but
some files or rows failed, 4 an evaluation that cannot be compared with the accepted one.
"""

import codecs
import io
import json
import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import assistant.offline  # noqa: F401 - switches telemetry off before any library that has some is imported
from assistant.errors import BatchError
from assistant.eval_cli import EvalCommand, evaluate
from ingest.errors import ShirubeError

if TYPE_CHECKING:  # heavy; the commands import what they use
    from assistant.conversation import Assistant
    from vectorstore.index import Index

app = typer.Typer(
    name="shirube",
    help="しるべ: 地域政策の文書に日本語で質問し、引用つきの答えを得る道具です。",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
)

# What ingest.metadata tells apart; written out, since importing it would slow `--help` down.
KINDS = ("minutes", "kpi", "plan", "press_release", "programme", "magazine", "notice", "other")

# draft 案, revised 改定, final 確定・策定
VERSIONS = ("draft", "revised", "final")
IndexOption = Annotated[
    Path | None, typer.Option("--index", help="索引のフォルダー（既定は SHIRUBE_INDEX か ./.shirube）")
]
JsonOption = Annotated[bool, typer.Option("--json", help="JSONで出力します")]
PlaceOption = Annotated[list[str] | None, typer.Option("--place", help="地名でしぼります（複数可）")]
YearOption = Annotated[list[int] | None, typer.Option("--year", help="年度（西暦）でしぼります（複数可）")]
KindOption = Annotated[
    list[str] | None, typer.Option("--kind", help=f"文書の種類でしぼります（複数可）: {'、'.join(KINDS)}")
]
VersionOption = Annotated[
    list[str] | None, typer.Option("--version", help=f"版でしぼります（複数可）: {'、'.join(VERSIONS)}")
]
LlmOption = Annotated[
    str, typer.Option("--llm", help="言語モデル（openai:モデル名）。指定しなければ原文の抜き出しで答えます")
]
CountOption = Annotated[int, typer.Option("-k", min=1, max=200, help="検索結果の件数")]


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="文書のフォルダーかファイル")],
    index: IndexOption = None,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="索引を作り直します")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="何が変わるかだけを表示します")] = False,
    force: Annotated[bool, typer.Option("--force", help="多くの文書が索引から消えるときも続けます")] = False,
) -> None:
    """フォルダーの文書を索引に取り込みます。追加・変更・削除だけを反映します。

    フォルダーから消した文書は索引からも消えます。ファイルを指定したときは、その文書だけを追加・更新します。

    使い方の例: shirube ingest ./文書
    """
    from assistant import console, ingestion
    from assistant.ingest_progress import ingest_progress
    from assistant.ingest_report import write_report
    from assistant.ingest_summary import print_sync
    from assistant.settings import load_settings

    if rebuild and dry_run:
        raise typer.BadParameter("--dry-run は索引を変えないため、--rebuild と一緒には使えません。")
    settings = load_settings()
    started = time.monotonic()
    collected = ingestion.collect(paths)
    with ingest_progress() as on_progress:
        report = ingestion.ingest(
            settings,
            index or settings.index,
            collected.files,
            mirror=collected.mirrored,
            unreadable=collected.unreadable,
            remarks=collected.remarks,
            rebuild=rebuild,
            dry_run=dry_run,
            force=force,
            on_progress=on_progress,
        )
    print_sync(report, collected.skipped, dry_run=dry_run, seconds=time.monotonic() - started)
    if not dry_run:
        written = write_report(index or settings.index, report, collected.skipped)
        if report.failed or report.remarks:
            console.print_text(f"ファイルごとの結果: {written}", error=True)
    raise typer.Exit(3 if report.failed else 0)


@app.command()
def search(
    question: Annotated[str, typer.Argument(help="質問か語句")],
    k: CountOption = 10,
    place: PlaceOption = None,
    year: YearOption = None,
    kind: KindOption = None,
    version: VersionOption = None,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """質問に近い箇所を探します。答えは作りません。

    使い方の例: shirube search "移住相談の件数" -k 5
    """
    from assistant import console
    from assistant.answers import passage_record
    from assistant.chain import passage_of

    passages = [passage_of(hit) for hit in _assistant(index, place, year, kind, version).search(question, k)]
    if as_json:
        _print_json([passage_record(p) for p in passages])
    else:
        console.print_passages(passages)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="質問")],
    k: CountOption = 10,
    place: PlaceOption = None,
    year: YearOption = None,
    kind: KindOption = None,
    version: VersionOption = None,
    index: IndexOption = None,
    llm: LlmOption = "",
    as_json: JsonOption = False,
) -> None:
    """質問に答え、根拠の箇所を引用します。資料にないことは、ないと答えます。

    使い方の例: shirube ask "令和5年の移住相談件数は？"
    """
    from assistant import console

    answer = _assistant(index, place, year, kind, version, llm=llm).ask(question, k=k)
    if as_json:
        _print_json(answer.to_record())
    else:
        console.print_answer(answer)


@app.command()
def chat(
    host: Annotated[str, typer.Option(help="待ち受けるアドレス")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="ポート番号")] = 7860,
    index: IndexOption = None,
    llm: LlmOption = "",
) -> None:
    """ブラウザーで使う画面を開きます。終了は Ctrl+C です。

    使い方の例: shirube chat --port 7860
    """
    from assistant.ui.serve import serve

    assistant = _assistant(index, llm=llm)
    serve(assistant, host, port, lambda address: typer.echo(f"しるべを開きました: {address}", err=True))


@app.command()
def batch(
    questions: Annotated[Path, typer.Argument(help="質問の一覧（.csv か .jsonl、列名は「質問」か question）")],
    output: Annotated[Path, typer.Option("-o", "--output", help="回答の出力先（.csv か .jsonl）")],
    k: CountOption = 10,
    resume: Annotated[bool, typer.Option("--resume", help="途中まで書いた出力の続きから始めます")] = False,
    index: IndexOption = None,
    llm: LlmOption = "",
) -> None:
    """質問の一覧にまとめて答え、確認用の一覧を書き出します。

    使い方の例: shirube batch 質問.csv -o 回答.csv
    """
    from assistant import console
    from assistant.batch import answer_all, read_questions

    rows = read_questions(questions)
    if output.resolve() == questions.resolve():
        raise BatchError("入力と出力が同じファイルです。出力に別の名前を付けてください。")
    assistant = _assistant(index, llm=llm)
    with console.progress("回答しています") as on_progress:
        report = answer_all(
            rows, output, lambda question: assistant.ask(question, k=k), resume=resume, on_progress=on_progress
        )
    console.print_batch(report, output)
    raise typer.Exit(3 if report.failed else 0)


app.command(name="eval", cls=EvalCommand)(evaluate)


@app.command()
def documents(index: IndexOption = None, as_json: JsonOption = False) -> None:
    """索引にある文書を一覧します。

    使い方の例: shirube documents --json
    """
    from assistant import console
    from assistant.records import document_record

    stored = _assistant(index).documents()
    if as_json:
        _print_json([document_record(document) for document in stored])
    else:
        console.print_documents(stored)


@app.command()
def show(
    document: Annotated[str, typer.Argument(help="文書のパス（documents で表示されるもの）かファイル名")],
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """1つの文書の本文、見出し情報、区切りを表示します。

    使い方の例: shirube show 計画.txt --json
    """
    from assistant import console
    from assistant.records import shown_document

    record = shown_document(_index(index), document)
    if as_json:
        _print_json(record)
    else:
        console.print_metadata(record["metadata"])
        console.print_text(record["text"])


@app.command()
def info(index: IndexOption = None, as_json: JsonOption = False) -> None:
    """索引と設定の状態を表示します。

    使い方の例: shirube info
    """
    from assistant import console
    from assistant.records import info_record
    from assistant.settings import load_settings

    record = info_record(_index(index).info(), load_settings())
    if as_json:
        _print_json(record)
    else:
        console.print_pairs(record)


@app.command()
def doctor(index: IndexOption = None) -> None:
    """索引の中身をすべて調べ、台帳と合わないところを作り直します。

    取り込みの途中で止まった索引は、続きを終えてから調べます。文書のファイルは読みません。

    使い方の例: shirube doctor
    """
    from assistant import console, ingestion
    from assistant.settings import load_settings

    settings = load_settings()
    found, left = ingestion.mend(settings, index or settings.index)
    console.print_health(found, left)
    if left:
        raise typer.Exit(1)


@app.command()
def thesaurus(
    files: Annotated[list[Path] | None, typer.Argument(help="庁内の言い換えのTSVファイルかフォルダー")] = None,
) -> None:
    """言い換えの辞書を調べ、書きかたの誤り、重複、広すぎる言い方を知らせます。

    何も指定しなければ、同梱の辞書と SHIRUBE_THESAURUS の辞書を調べます。
    """
    from assistant.settings import load_settings
    from vectorstore.thesaurus.concepts import office_files, read_concepts, shipped_files
    from vectorstore.thesaurus.lint import problems

    given = files if files else [path for path in [load_settings().thesaurus] if path]
    own = [file for path in given for file in office_files(path)]
    shipped, office = read_concepts(shipped_files()), read_concepts(own)
    found = problems([*shipped, *office])
    for line in found:
        typer.echo(line)
    typer.echo(f"同梱 {len(shipped):,}項目、庁内 {len(office):,}項目、問題 {len(found)}件", err=True)
    if found:
        raise typer.Exit(1)


def main() -> None:
    """Run the command line; expected errors end with a Japanese message and exit code 1."""
    for stream in (sys.stdout, sys.stderr):
        # A Japanese Windows writes files in cp932, which lacks characters that documents hold.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        app()
    except ShirubeError as error:
        from assistant.console import print_text

        print_text(f"エラー: {error}", error=True)
        sys.exit(1)
    except KeyboardInterrupt:
        typer.echo("中断しました。", err=True)
        sys.exit(130)


def _assistant(
    index: Path | None,
    place: list[str] | None = None,
    year: list[int] | None = None,
    kind: list[str] | None = None,
    version: list[str] | None = None,
    *,
    llm: str = "",
) -> "Assistant":
    from assistant.compose import open_assistant
    from assistant.console import print_unmatched
    from assistant.settings import load_settings
    from vectorstore.filters import Filters

    settings = load_settings()
    if llm:
        settings = settings.model_copy(update={"llm": llm})
    filters = Filters(
        places=tuple(place or ()),
        fiscal_years=tuple(year or ()),
        kinds=tuple(kind or ()),
        versions=tuple(version or ()),
    )
    assistant = open_assistant(settings, index or settings.index, filters=filters, today=date.today())
    print_unmatched(filters, assistant.documents())
    return assistant


def _index(index: Path | None) -> "Index":
    from assistant.compose import open_index
    from assistant.settings import load_settings

    settings = load_settings()
    return open_index(settings, index or settings.index)


def _print_json(value: object) -> None:
    from assistant.console import printable_json

    # Programs read JSON as UTF-8, whatever the terminal's own encoding is; escaped, it reads alike in any.
    unicode_output = codecs.lookup(sys.stdout.encoding or "utf-8").name == "utf-8"
    text = json.dumps(value, ensure_ascii=not unicode_output, indent=2)
    typer.echo(printable_json(text))


if __name__ == "__main__":
    main()

"""`shirube eval`, and the commands below it: lint, compare, sweep, template and import.

`shirube eval DATASET` stays a command of its own: only a first argument that is one of these names is taken for a
command, so a question set of such a name is given as ``./lint``.
"""

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from ingest.os_reasons import os_reason

eval_app = typer.Typer(rich_markup_mode=None)

CorpusOption = Annotated[Path | None, typer.Option("--corpus", help="質問集の文書のフォルダー")]


class EvalCommand(TyperCommand):
    """`shirube eval`, which hands over to one of the commands of this file when its name comes first."""

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """Return the context of the command to run; its types are typer's own."""
        command = _commands().get(args[0]) if args else None
        if command is not None:
            return command.make_context(f"{info_name} {args[0]}", args[1:], parent, **extra)
        return super().make_context(info_name, args, parent, **extra)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - as typer calls it
        """List the commands below this one."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.get_short_help_str(100)) for name, command in _commands().items()])


def _commands() -> dict[str, Any]:
    group: Any = typer.main.get_command(eval_app)
    return dict(group.commands)


def evaluate(
    dataset: Annotated[Path | None, typer.Argument(help="質問集（.jsonl か .xlsx）。省略すると同梱の質問集")] = None,
    corpus: CorpusOption = None,
    report: Annotated[Path | None, typer.Option("--report", help="結果を書き出すフォルダー")] = None,
    baseline: Annotated[Path | None, typer.Option("--baseline", help="基準と採用した結果のファイル（.json）")] = None,
    accept: Annotated[str | None, typer.Option(metavar="理由", help="結果を、次から比べる相手として採用します")] = None,
    junit: Annotated[Path | None, typer.Option("--junit", help="JUnit XMLの出力先")] = None,
    summary: Annotated[Path | None, typer.Option("--summary", help="要約（Markdown）の出力先")] = None,
    tier: Annotated[
        str, typer.Option("--tier", help="pr（変更のたび）、replay（録音した応答）、live（実際のサーバー）")
    ] = "",
    record: Annotated[bool, typer.Option("--record", help="--tier replay の録音を、サーバーに尋ねて作ります")] = False,
    llm: Annotated[
        str, typer.Option("--llm", help="言語モデル（openai:モデル名）。指定しなければ原文の抜き出しで答えます")
    ] = "",
) -> None:
    """質問集で検索と回答を測り、基準を下回れば失敗として終わります。

    終了コードは、0 が合格、1 が不合格、4 が「採用した結果とは比べられない」です。

    使い方の例: shirube eval --report ./評価
    """
    from assistant import console
    from assistant.measuring import acceptance, evaluation, tiers
    from assistant.settings import load_settings

    if accept is not None and baseline and not dataset:
        raise typer.BadParameter("--accept で --baseline を使うときは、質問集も指定してください。")
    settings = load_settings().model_copy(update={"llm": llm} if llm else {})
    plan = tiers.planned(tiers.tier_of(tier), settings, dataset, corpus, baseline, record=record)
    outcomes = []
    for run in plan.runs:
        with console.progress(f"評価しています（{run.name}）") as on_progress:
            outcome = plan.evaluate(plan.settings, run, on_progress, first=accept is not None)
        console.print_renderable(outcome.table)
        console.print_text("\n".join(outcome.comparison), error=True)
        if report is not None:
            outcome.write(report / run.name)
        if accept is not None:
            console.print_text(acceptance.accept(outcome, accept), error=True)
        outcomes.append(outcome)
    evaluation.write_ci_files(outcomes, junit_file=junit, summary_file=summary)
    if not (dataset or tier) and (absent := evaluation.skipped(plan.runs)):
        console.print_text(f"文書が手元にないため測らなかった質問集: {'、'.join(absent)}", error=True)
    raise typer.Exit(0 if accept is not None else acceptance.exit_code(outcomes))


@eval_app.command()
def lint(
    dataset: Annotated[Path | None, typer.Argument(help="質問集（.jsonl か .xlsx）。省略すると同梱の質問集")] = None,
    corpus: CorpusOption = None,
) -> None:
    """質問集の誤りをすべて調べ、行番号と直し方を表示します。測りはしません。

    使い方の例: shirube eval lint 質問集.xlsx --corpus ./文書
    """
    from assistant.measuring import evaluation
    from assistant.measuring.dataset_lint import check
    from assistant.settings import load_settings

    total = 0
    for run in evaluation.lintable(load_settings(), dataset, corpus):
        checked = check(run.dataset, run.corpus)
        total += len(checked.lines)
        for line in checked.lines:
            _say(f"{run.dataset.name}: {line}")
        _say(f"{run.dataset.name}: {checked.cases}問、問題 {len(checked.lines)}件", error=True)
    raise typer.Exit(1 if total else 0)


@eval_app.command()
def compare(
    first: Annotated[
        Path, typer.Argument(metavar="A.json", help="もとの結果（--report が書いたファイルかフォルダー）")
    ],
    second: Annotated[Path, typer.Argument(metavar="B.json", help="新しい結果")],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Markdownの出力先（.md）")] = None,
) -> None:
    """同じ質問集の2つの結果を比べ、指標の差と、結果が変わった質問を表示します。

    使い方の例: shirube eval compare ./前/質問集 ./後/質問集 -o 比較.md
    """
    from assistant import console
    from evals import compare as comparing

    found = comparing.compare(first, second)
    console.print_renderable(comparing.render(found))
    if output is not None:
        _write(output, comparing.to_markdown(found))


@eval_app.command()
def sweep(
    dataset: Annotated[Path, typer.Argument(help="質問集（.jsonl か .xlsx）")],
    output: Annotated[Path, typer.Option("-o", "--output", help="結果のフォルダー。同じ指定なら続きから始めます")],
    corpus: CorpusOption = None,
    grid: Annotated[Path | None, typer.Option("--grid", help="試す値の表（.toml）")] = None,
    embedder: Annotated[
        list[str] | None, typer.Option("--embedder", help='埋め込みモデル（複数可）。"" は同梱のもの')
    ] = None,
    chunk_tokens: Annotated[list[int] | None, typer.Option("--chunk-tokens", help="区切りの大きさ（複数可）")] = None,
    passages: Annotated[list[int] | None, typer.Option("-k", "--passages", help="読む箇所の数（複数可）")] = None,
    fusion: Annotated[
        list[str] | None, typer.Option("--fusion", help='検索の重み（複数可）。例 "bm25=1,vector=0.5"')
    ] = None,
    measure: Annotated[str, typer.Option("--measure", help="図の縦軸にする指標")] = "evidence recall@5",
) -> None:
    """埋め込み、区切りの大きさ、読む箇所の数、検索の重みを変えて測り、正しさと手間の表と図を作ります。

    途中で止めても（Ctrl+C）、終わった設定の結果は残り、次は続きから測ります。

    使い方の例: shirube eval sweep 質問集.xlsx --corpus ./文書 -o 比較 --chunk-tokens 160 --chunk-tokens 320
    """
    from assistant import console
    from assistant.measuring import evaluation
    from assistant.measuring import sweep as sweeping
    from assistant.settings import load_settings
    from evals import sweep_report

    settings = load_settings()
    given = sweeping.read_grid(grid) if grid else sweeping.Grid()
    options = {"embedder": embedder, "chunk_tokens": chunk_tokens, "passages": passages, "fusion": fusion}
    setups = given.model_copy(update={k: v for k, v in options.items() if v}).setups(settings)
    (run,) = evaluation.planned(settings, dataset, corpus, None)
    outcomes: list[sweep_report.Outcome] = []
    try:
        with console.progress("測っています") as on_progress:

            def step(_: str, done: int, total: int) -> None:
                on_progress(len(outcomes) * total + done, len(setups) * total)

            # One by one: what is measured counts, also when the sweep is stopped.
            outcomes.extend(sweeping.sweep(settings, run, setups, output / "settings", on_progress=step))
    finally:
        if outcomes:
            console.print_renderable(sweep_report.table(outcomes))
            _write(output / "sweep.html", sweep_report.page(outcomes, f"設定の比較: {run.name}", measure))
        if len(outcomes) < len(setups):
            _say(f"{len(setups)}件の設定のうち{len(outcomes)}件を測りました。同じ命令で続きから測ります。", error=True)


@eval_app.command()
def template(
    output: Annotated[Path, typer.Argument(metavar="OUT.xlsx", help="ひな形の出力先（.xlsx）")],
    force: Annotated[bool, typer.Option("--force", help="同じ名前のファイルを置き換えます")] = False,
) -> None:
    """質問集を書くためのExcelのひな形を作ります。

    使い方の例: shirube eval template 質問集.xlsx
    """
    from evals.case_template import write_template
    from evals.errors import DatasetError

    if output.suffix.lower() != ".xlsx":
        raise typer.BadParameter("ひな形の名前は .xlsx で終わるようにしてください。")
    if output.exists() and not force:
        raise DatasetError(f"{output} はすでにあります。別の名前にするか、置き換えるなら --force を付けてください。")
    try:
        write_template(output)
    except OSError as error:
        raise DatasetError(
            f"{output} に書けません（{os_reason(error)}）。場所を確かめ、Excelで開いていれば閉じてください。"
        ) from error
    _say(f"ひな形を書きました: {output}", error=True)


@eval_app.command(name="import")
def import_set(
    shape: Annotated[str, typer.Argument(metavar="FORMAT", help="squad、beir、allganize のどれか")],
    path: Annotated[Path, typer.Argument(help="公開されている質問集のファイルかフォルダー")],
    output: Annotated[Path, typer.Option("-o", "--output", help="出力先のフォルダー")],
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="取り込む質問の数（既定はすべて）")] = None,
) -> None:
    """公開の質問集を取り込み、質問集（dataset.jsonl）と文書（corpus）にします。

    squad は JaQuAD・JSQuAD（JSON）、beir は MIRACL・JMTEB・BEIR の形のフォルダー、allganize は
    RAG-Evaluation-Dataset-JA のCSVとPDFです。使えない行は、行番号をつけて left_out.txt に書きます。

    使い方の例: shirube eval import squad jaquad_dev.json -o ./jaquad
    """
    from evals.importers.allganize import import_allganize
    from evals.importers.folders import import_folder
    from evals.importers.squad import import_squad

    known = {"squad": import_squad, "beir": import_folder, "allganize": import_allganize}
    if shape not in known:
        raise typer.BadParameter(f"FORMAT は {'、'.join(known)} のどれかにしてください。")
    imported = known[shape](path, limit=limit)
    file, corpus = imported.write(output)
    for line in imported.left_out[:20]:
        _say(line, error=True)
    if imported.left_out:
        _write(output / "left_out.txt", "\n".join(imported.left_out) + "\n")
    _say(
        f"{len(imported.cases):,}問と文書{len(imported.texts):,}件を取り込みました。"
        f"そのまま使えなかった行 {len(imported.left_out):,}件。\n次に: shirube eval {file} --corpus {corpus}",
        error=True,
    )
    raise typer.Exit(3 if imported.left_out else 0)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    _say(f"書きました: {path}", error=True)


def _say(text: str, *, error: bool = False) -> None:
    from assistant.console import print_text

    print_text(text, error=error)

"""The names of speakers as minutes print them: where a label ends, and the offices that it leaves out."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from ingest.documents import Chunk
from ingest.normalize import normalize_text
from ingest.proceedings import Speaker
from vectorstore.search import Hit

# What minutes print for everybody who has no label of their own.
_NO_OFFICE = "その他"
# Blanks and brackets between a speaker's role and name, and what stands between them and the words.
_MARKS = re.compile(r"[\s()\[\]【】<>〈〉]")
_BEHIND = re.compile(r"[)）】\]＞>](?:[（(][^（）()]{1,12}[)）])?[\s:：]*|(?:[（(][^（）()]{1,12}[)）])?[\s:：]+")
_SLACK = 8
# 川田教育長。○その他（川田花）: the chair calls by the office, and the label does not repeat it.
_CALLED = re.compile(
    rf"(?:^|[\s。])(?P<call>[^\s。、（）()]{{2,24}})[。\s]*[○◯◎]\s*{_NO_OFFICE}\s*[（(](?P<name>[^（）()]{{1,15}})[）)]"
)
# 当日の知事の言葉から: what stands below the heading is in the head's own words.
_WORDS_OF = re.compile(
    r"^(?:.{0,8}の)?(?P<who>(?:副)?(?:知事|[市町村区]長)|議長|教育長|会長|理事長|振興局長)の"
    r"(?:お?言葉|おことば|ことば|コメント|ご?挨拶|御挨拶|ごあいさつ|あいさつ|メッセージ|談話)(?:から|より|\(.{1,12}\))?$"
)
_OFFICE = re.compile(r"(?:長|管理者|監|官|理事|参事|主幹|委員)$")


def label_end(text: str, label: str | None) -> int:
    """Return where the speaker's label that a text begins with ends, its closing bracket included; 0 without one.

    Args:
        text: The text as extracted, without a mark before the label.
        label: The speaker as `Chunk.speaker` has it.
    """
    end = _compared_end(text, label)
    return end + (text[end : end + 1] in tuple(")）】]＞>")) if end else 0


def words_start(text: str, label: str | None) -> int:
    """Return where the words of a turn begin behind the name of who speaks; 0 where the text does not begin with it."""
    end = _compared_end(text, label)
    behind = _BEHIND.match(text, end) if end else None
    return behind.end() if behind and behind.end() < len(text) else 0


def _compared_end(text: str, label: str | None) -> int:
    """Return where the label that a text begins with ends, as far as it is compared; 0 without one."""
    for name in _printed(label or ""):
        compact = _MARKS.sub("", name)
        if not compact or not normalize_text(text[:2]).lstrip("([【<").startswith(compact[0]):
            continue
        for end in range(1, min(len(text), len(name) + _SLACK)):
            if _MARKS.sub("", normalize_text(text[:end])) == compact:
                return end
    return 0


def with_offices(hits: Sequence[Hit], text: Callable[[str], str]) -> list[Hit]:
    """Return hits whose speakers bear the office by which the chair has called them: 教育長(川田花) for その他(川田花).

    Args:
        hits: What was found.
        text: A document's text, by its path.
    """
    return [replace(hit, chunk=with_office(hit.chunk, hit.document, text)) for hit in hits]


def with_office(chunk: Chunk, path: str, text: Callable[[str], str]) -> Chunk:
    """Return a chunk with its speaker where a heading tells it, or with the office that the chair's call tells.

    Args:
        chunk: A chunk of the document.
        path: The document's path.
        text: A document's text, by its path.
    """
    if chunk.speaker is None:
        headed = _WORDS_OF.match(normalize_text(chunk.section[-1]).strip()) if chunk.section else None
        return replace(chunk, speaker=headed["who"]) if headed and not chunk.cells else chunk
    if not chunk.speaker.startswith(_NO_OFFICE):
        return chunk
    name = Speaker.of(chunk.speaker).name
    office = offices_called(text(path)).get(name)
    label = f"{office}({name})" if office else f"{name}氏"
    return replace(chunk, speaker=label, context=chunk.context.replace(chunk.speaker, label)) if name else chunk


def speeches_of(path: str, chunks: Sequence[Chunk], text: Callable[[str], str]) -> list[Chunk]:
    """Return the chunks of a document in which somebody speaks, each speaker with the office."""
    return [with_office(chunk, path, text) for chunk in chunks if chunk.speaker]


@lru_cache(maxsize=64)
def offices_called(text: str) -> dict[str, str]:
    """Return the offices by which a chair calls speakers whose labels have none, by their names without blanks.

    The first call that names an office counts.
    """
    found: dict[str, str] = {}
    for match in _CALLED.finditer(text):
        name = re.sub(r"\s", "", normalize_text(match["name"]))
        call = re.sub(r"\s", "", normalize_text(match["call"]))
        office = call[_shared(call, name) :]
        if _OFFICE.search(office) and name not in found:
            found[name] = office
    return found


def call_of(before: Chunk, speaker: Speaker) -> tuple[int, int] | None:
    """Return where the chunk before a turn ends with the chair's call of its speaker by the office; None elsewhere."""
    call = re.search(r"[^\s。、（）()]{2,24}[。\s]*$", before.text)
    told = re.sub(r"\s", "", normalize_text(call[0])) if call else ""
    if call is None or not told.rstrip("。").endswith(speaker.role):
        return None
    return before.start + call.start(), before.start + len(before.text.rstrip())


def person_called(office: str, text: str) -> str:
    """Return the one person whom the chair calls by an office that the labels leave out, empty for nobody or several.

    Args:
        office: As asked: 水道事業管理者, 川田教育長.
        text: The document's text.
    """
    called = offices_called(text).items()
    named = [n for n, role in called if office.endswith(role) and n.startswith(office.removesuffix(role))]
    return named[0] if len(named) == 1 else ""


def _shared(first: str, second: str) -> int:
    """Return how many characters two texts begin with alike."""
    return next(
        (at for at, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second))
    )


def _printed(label: str) -> tuple[str, ...]:
    name = Speaker.of(label).name
    return (label, f"{_NO_OFFICE}({name})") if name else (label,)

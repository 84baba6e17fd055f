"""Prompts as versioned files: YAML front-matter, then a `string.Template` body.

    ---
    name: answer.ja
    version: "1"
    variables: [passages, question]
    system: |
      fixed rules; no variables here, so nothing a document says can stand among them
    ---
    $passages ...

A file whose declared variables differ from those its body uses is refused when it is loaded, and a call with unknown
or missing variables is refused when it is rendered. Values are inserted as they are and never expanded again.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Template
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z]{2})?")
_FILE = re.compile(r"---\n(?P<head>.*?)\n---\n(?P<body>.*)", re.DOTALL)


class PromptError(Exception):
    """A prompt file is missing or malformed, or was filled with the wrong variables."""


class _FrontMatter(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    version: Annotated[str, Field(min_length=1)]
    variables: tuple[str, ...]
    system: str = ""


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt.

    Attributes:
        version: Changes whenever the wording does, so that a recorded answer can name what produced it.
        variables: The names that `render` wants, exactly these.
        system: The fixed rules for the chat model's system message; may be empty.
        body: The template of the user's message.
    """

    name: str
    version: str
    variables: tuple[str, ...]
    system: str
    body: str

    def render(self, **variables: str) -> str:
        """Return the body with every variable filled in.

        Raises:
            PromptError: A variable is unknown or missing.
        """
        unknown = sorted(set(variables) - set(self.variables))
        missing = sorted(set(self.variables) - set(variables))
        if unknown or missing:
            parts = [
                f"知らない変数があります({_listed(unknown)})" if unknown else "",
                f"足りない変数があります({_listed(missing)})" if missing else "",
            ]
            raise PromptError(
                f"プロンプト {self.name} に渡された変数に誤りがあります。{'。'.join(p for p in parts if p)}。"
                f"使える変数は {_listed(self.variables)} です。"
            )
        return Template(self.body).substitute(variables)


@cache
def load_prompt(name: str) -> Prompt:
    """Return the prompt shipped as ``prompts/<name>.md``.

    Raises:
        PromptError: There is no such prompt, or its file is malformed.
    """
    if not _NAME.fullmatch(name):
        raise PromptError(f"プロンプト名 {name!r} は使えません。使えるのは {_listed(available())} です。")
    path = files("prompts") / f"{name}.md"
    if not path.is_file():
        raise PromptError(f"プロンプト {name} がありません。使えるのは {_listed(available())} です。")
    return parse_prompt(name, path.read_text(encoding="utf-8"))


def available() -> list[str]:
    """Return the names of the shipped prompts, sorted."""
    return sorted(f.name.removesuffix(".md") for f in files("prompts").iterdir() if f.name.endswith(".md"))


def parse_prompt(name: str, source: str) -> Prompt:
    """Read a prompt file's text.

    Raises:
        PromptError: The front-matter is missing or wrong, or declares other variables than the body uses.
    """
    found = _FILE.fullmatch(source.replace("\r\n", "\n"))
    if not found:
        raise PromptError(f"プロンプト {name} の先頭に「---」で囲んだ見出し(name, version, variables)がありません。")
    try:
        head = _FrontMatter.model_validate(yaml.safe_load(found["head"]))
    except (yaml.YAMLError, ValidationError) as error:
        raise PromptError(f"プロンプト {name} の見出しを読めません。書式を直してください: {error}") from error
    if head.name != name:
        raise PromptError(f"プロンプト {name} の見出しの name が {head.name} です。ファイル名に合わせてください。")
    template = Template(found["body"].strip())
    if not template.is_valid():
        raise PromptError(f"プロンプト {name} の本文に、変数でない「$」があります。「$$」と書いてください。")
    used = template.get_identifiers()
    if set(used) != set(head.variables) or len(set(head.variables)) != len(head.variables):
        raise PromptError(
            f"プロンプト {name} の variables({_listed(head.variables)})が、"
            f"本文で使われている変数({_listed(used)})と一致しません。"
        )
    return Prompt(head.name, head.version, head.variables, head.system.strip(), template.template)


def _listed(names: Iterable[str]) -> str:
    return "、".join(names) or "なし"

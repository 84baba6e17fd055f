"""Texts of documents, questions and errors inside Markdown and XML: nothing of them becomes markup."""

import re

_MARKS = (
    ("\\", "\\\\"),
    ("&", "&amp;"),
    ("<", "&lt;"),
    ("|", "\\|"),
    ("[", "\\["),
    ("`", "\\`"),
    ("*", "\\*"),
)
# Characters that XML 1.0 cannot hold, not even escaped. Source: W3C, Extensible Markup Language (XML) 1.0, section 2.2.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def markdown_text(text: str) -> str:
    """Return a text as one line of Markdown that shows it as it is, in a table cell too."""
    for mark, escaped in _MARKS:
        text = text.replace(mark, escaped)
    return " ".join(text.split())


def comment_text(text: str) -> str:
    """Return a text as one line of a comment on a change: nobody is called by @, no other change is linked by #."""
    quiet = markdown_text(text).replace("_", "\\_").replace("~", "\\~")
    # A word joiner keeps the sign and shows nothing.
    return quiet.replace("@", "@\u2060").replace("#", "#\u2060").replace("://", ":\u2060//")


def xml_text(text: str) -> str:
    """Return a text with what XML cannot hold as U+FFFD; the writer escapes the rest."""
    return _NOT_XML.sub("\ufffd", text)

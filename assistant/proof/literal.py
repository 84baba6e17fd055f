"""Whether a sentence is the evidence's own, word for word."""

_LEAST = 8  # characters
_OPENS, _CLOSES = frozenset(("", "\n", "。", "「")), frozenset(("", "\n", "。", "」"))


def is_verbatim(claim: str, proof: str) -> bool:
    """Whether whole sentences of the evidence are the claim."""
    words = claim.rstrip("。")
    at = proof.find(words) if len(claim) >= _LEAST else -1
    while at >= 0:
        end = at + len(words)
        if proof[max(0, at - 1) : at] in _OPENS and proof[end : end + 1] in _CLOSES:
            return True
        at = proof.find(words, at + 1)
    return False

"""Switches off every library's telemetry, analytics, version check and hub look-up. Imported before any of them.

An office network drops packets instead of refusing them, so a forgotten look-up is not a failure but a hang of
minutes. The switches are forced, not defaults: an exported variable must not turn them on again by accident.
"""

import os
from collections.abc import MutableMapping

_SWITCHES = {
    "ANONYMIZED_TELEMETRY": "False",
    "CHROMA_TELEMETRY_IMPL": "none",
    "DO_NOT_TRACK": "1",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_CHECK_FOR_UPDATES": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "LANGCHAIN_TRACING_V2": "false",
    "LANGSMITH_TRACING": "false",
    "OTEL_SDK_DISABLED": "true",
    "TOKENIZERS_PARALLELISM": "false",
    "TRANSFORMERS_NO_ADVISORY_WARNINGS": "1",
}
_HUB = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1"}


def switch_off(environment: MutableMapping[str, str] | None = None, *, allow_model_download: bool = False) -> None:
    """Set the switches.

    Args:
        environment: Where to set them; the process environment when omitted.
        allow_model_download: Leaves the model hub reachable, because the operator asked for it.
    """
    target = os.environ if environment is None else environment
    target.update(_SWITCHES)
    if not allow_model_download:
        target.update(_HUB)


switch_off(allow_model_download=os.environ.get("SHIRUBE_ALLOW_MODEL_DOWNLOAD", "").lower() in {"1", "true", "yes"})

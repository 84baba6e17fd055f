"""The chat page: the only place that knows Gradio."""

import assistant.offline  # noqa: F401 - before Gradio, which looks for updates and sends analytics otherwise

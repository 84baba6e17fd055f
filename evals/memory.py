"""Peak memory of this process."""

import sys


def peak_memory_mb() -> float | None:
    """Return the most memory in megabytes that this process has held so far, None where the system does not tell."""
    try:
        import resource  # noqa: PLC0415 - Windows has no such module
    except ImportError:
        return None
    # Kilobytes on Linux, bytes on macOS.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)

"""Fixtures for every test: no connection leaves this machine, no setting of the caller's leaks in."""

import os
import socket
from pathlib import Path

import pytest
from command_line import folder, shirube  # noqa: F401 - fixtures of several modules

import assistant.offline

assistant.offline.switch_off()

REPOSITORY = Path(__file__).resolve().parent.parent
SEEDS = REPOSITORY.parent / "shared" / "seeds"
_LOOPBACK = ("127.", "::1", "localhost")
_connect = socket.socket.connect
_lookup = socket.getaddrinfo


class OutboundConnectionError(AssertionError):
    """A test tried to reach another machine."""


def _guarded_connect(self: socket.socket, address: object) -> None:
    host = address[0] if isinstance(address, tuple) else None
    if isinstance(host, str) and not host.startswith(_LOOPBACK):
        raise OutboundConnectionError(f"connection to {address}")
    return _connect(self, address)  # type: ignore[arg-type]


def _guarded_lookup(host, *args, **kwargs):
    if isinstance(host, str) and host and not host.startswith(_LOOPBACK) and host != "0.0.0.0":
        raise OutboundConnectionError(f"look-up of {host}")
    return _lookup(host, *args, **kwargs)


@pytest.fixture(autouse=True)
def _no_outbound_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", _guarded_connect)
    monkeypatch.setattr(socket, "getaddrinfo", _guarded_lookup)


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("SHIRUBE_") and name != "SHIRUBE_REQUIRE_BROWSER":
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The five real documents; the tests that need them are skipped where they are not."""
    if not SEEDS.is_dir():
        pytest.skip("../shared/seeds is not here")
    return SEEDS


@pytest.fixture(scope="session")
def samples() -> Path:
    """The packaged sample documents."""
    return REPOSITORY / "ingest" / "samples"


@pytest.fixture(scope="session")
def sample_index(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the sample documents, built once."""
    from assistant.ingestion import collect, ingest
    from assistant.settings import Settings

    directory = tmp_path_factory.mktemp("samples-index")
    ingest(Settings(), directory, collect([samples]).files)
    return directory

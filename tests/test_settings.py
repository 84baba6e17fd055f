from pathlib import Path

import pytest

from assistant.errors import SettingsError
from assistant.settings import Settings, load_settings


def test_every_value_has_a_default_that_needs_no_network() -> None:
    settings = load_settings()
    assert settings.index == Path(".shirube")
    assert (settings.embedding_model, settings.llm, settings.llm_base_url) == ("", "", "")
    assert settings.allow_model_download is False
    assert settings.unproved == "mark"


def test_every_value_comes_from_a_variable_of_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIRUBE_INDEX", "/srv/索引")
    monkeypatch.setenv("SHIRUBE_LLM", "openai:local")
    monkeypatch.setenv("SHIRUBE_LLM_TIMEOUT", "12.5")
    monkeypatch.setenv("SHIRUBE_ALLOW_MODEL_DOWNLOAD", "true")
    monkeypatch.setenv("SHIRUBE_CHUNK_TOKENS", "200")
    monkeypatch.setenv("SHIRUBE_UNPROVED", "remove")
    settings = load_settings()
    assert settings.index == Path("/srv/索引")
    assert settings.unproved == "remove"
    assert (settings.llm, settings.llm_timeout) == ("openai:local", 12.5)
    assert (settings.allow_model_download, settings.chunk_tokens) == (True, 200)


def test_other_variables_are_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INDEX", "/elsewhere")
    monkeypatch.setenv("SHIRUBE_NO_SUCH_SETTING", "1")
    assert load_settings() == Settings()


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SHIRUBE_CHUNK_TOKENS", "many"),
        ("SHIRUBE_CHUNK_TOKENS", "-5"),
        ("SHIRUBE_LLM_TIMEOUT", "0"),
        ("SHIRUBE_PASSAGES", "0"),
        ("SHIRUBE_ALLOW_MODEL_DOWNLOAD", "たぶん"),
        ("SHIRUBE_UNPROVED", "show"),
    ],
)
def test_a_value_that_cannot_be_used_names_its_variable(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError, match=rf"設定の値が使えません: {variable}.*環境変数を直してください"):
        load_settings()


def test_a_largest_chunk_below_the_usual_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIRUBE_CHUNK_TOKENS", "400")
    monkeypatch.setenv("SHIRUBE_CHUNK_MAX_TOKENS", "300")
    with pytest.raises(SettingsError, match=r"SHIRUBE_CHUNK_MAX_TOKENS.*300 と 400"):
        load_settings()


def test_the_key_of_a_server_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIRUBE_LLM_API_KEY", "himitsu-no-kagi")
    settings = load_settings()
    assert settings.llm_api_key.get_secret_value() == "himitsu-no-kagi"
    assert "himitsu" not in f"{settings} {settings!r} {settings.model_dump_json()}"


def test_a_value_that_is_none_of_the_choices_is_refused_with_the_choices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHIRUBE_EMBEDDING_DTYPE", "int3")
    with pytest.raises(SettingsError, match="SHIRUBE_EMBEDDING_DTYPE（auto、float32、float16、bfloat16のどれか"):
        load_settings()

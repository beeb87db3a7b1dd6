"""The launcher: does again only what has changed, keeps its secret, and says why it cannot start."""

import importlib.util
import socket
import stat
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

from config import settings


@pytest.fixture
def varig(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The launcher as a module, at work in an empty folder."""
    loader = SourceFileLoader("varig", str(settings.BASE_DIR / "varig"))
    spec = importlib.util.spec_from_loader("varig", loader)
    assert spec
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    loader.exec_module(module)
    module.ROOT, module.TOOLS = tmp_path, tmp_path / ".tools"
    return module


def test_a_step_is_done_again_only_when_its_input_has_changed(varig: ModuleType) -> None:
    source = varig.ROOT / "source"
    source.write_text("one")
    done: list[str] = []
    for text in ["one", "one", "two", "two"]:
        source.write_text(text)
        varig.once("step", [source], lambda text=text: done.append(text))
    assert done == ["one", "two"]


def test_a_step_is_done_again_when_its_result_is_gone(varig: ModuleType) -> None:
    source, result = varig.ROOT / "source", varig.ROOT / "result"
    source.write_text("one")
    for _ in range(2):
        varig.once("step", [source], result.touch, result=result)
        assert result.exists()
        result.unlink()


def test_a_step_that_failed_is_tried_again(varig: ModuleType) -> None:
    source = varig.ROOT / "source"
    source.write_text("one")
    with pytest.raises(SystemExit, match="This failed"):
        varig.once("step", [source], lambda: varig.run("false"))
    assert varig.is_done("step", [source])[0] is False


def test_the_secret_is_made_once_and_for_its_owner_only(varig: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY")
    data = varig.ROOT / "data"
    varig.prepare_data(data)
    secret = (data / "secret_key").read_text()
    varig.prepare_data(data)
    assert (data / "secret_key").read_text() == secret
    assert len(secret) == 64
    assert stat.S_IMODE((data / "secret_key").stat().st_mode) == 0o600
    assert stat.S_IMODE(data.stat().st_mode) == 0o700


def test_a_secret_of_the_environment_is_not_kept(varig: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "given")
    varig.prepare_data(varig.ROOT / "data")
    assert list((varig.ROOT / "data").iterdir()) == []


def test_a_taken_port_is_refused_with_the_way_out(varig: ModuleType) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(SystemExit, match="--port"):
            varig.refuse_taken_port(other.getsockname()[1])


def test_pip_s_mirror_is_passed_on_unless_uv_has_its_own(varig: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    told = "global.index-url='https://mirror.example/simple'\n:env:.cert='/etc/ssl/own.crt'\n"
    monkeypatch.delenv("UV_DEFAULT_INDEX", raising=False)
    monkeypatch.setenv("SSL_CERT_FILE", "/etc/ssl/other.crt")
    passed_on = varig.as_settings_of_uv(told)
    assert passed_on["UV_DEFAULT_INDEX"] == "https://mirror.example/simple"
    assert "SSL_CERT_FILE" not in passed_on

"""What is loaded when: the contract says who may import whom, this says that nothing comes before it is needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SEED = Path(__file__).resolve().parent.parent / "data" / "mm_wait_msg4-asa.log"
SHOW = "import sys; from assistant.cli import main; code = main({args!r}); print('LOADED', *sorted(name for name in {watched!r} if name in sys.modules))"
HEAVY = ["textual", "rich", "networkx", "yaml", "numpy", "msgspec", "assistant.configs.read", "assistant.configs.compare"]


def loaded(args: list[str]) -> set[str]:
    """The watched modules that a call of the command line loads."""
    done = subprocess.run(
        [sys.executable, "-c", SHOW.format(args=args, watched=HEAVY)], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    return set(done.stdout.rpartition("LOADED")[2].split())


def test_version_loads_nothing_of_weight() -> None:
    """``--version`` answers as fast as Python starts."""
    assert loaded(["--version"]) == set()


def test_help_loads_neither_networkx_nor_textual() -> None:
    """Help needs the argument parser alone."""
    code = "import sys\nfrom assistant.cli import main\ntry:\n    main(['--help'])\nexcept SystemExit:\n    pass\nprint('LOADED', *[n for n in {w!r} if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code.format(w=HEAVY)], capture_output=True, text=True, check=True)

    assert set(done.stdout.rpartition("LOADED")[2].split()) == set()


def test_explain_loads_no_screen_and_no_graph() -> None:
    """One shot needs neither Textual nor networkx; YAML only when the knowledge is compiled anew."""
    loaded(["explain", str(SEED)])

    assert loaded(["explain", str(SEED)]) & {"textual", "rich", "networkx", "yaml"} == set()


@pytest.mark.parametrize("layer", ["errors", "model.entries", "reading", "exchange", "reasoning", "advice", "dialogue", "reports", "store"])
def test_a_layer_alone_loads_no_screen(layer: str) -> None:
    """The core stays free of the screen, whoever imports it."""
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            f"import sys, assistant.{layer}; print(*[n for n in ('textual', 'rich', 'networkx', 'yaml') if n in sys.modules])",
        ],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.split() == []


def test_a_log_loads_no_reader_of_configurations() -> None:
    """Those of all platforms take as long as everything else; a configuration loads them."""
    assert not {name for name in loaded(["explain", str(SEED)]) if name.startswith("assistant.configs")}


def test_a_configuration_loads_the_readers(tmp_path: Path) -> None:
    config = tmp_path / "asa.cfg"
    config.write_text(
        "crypto map M 10 set peer 203.0.113.5\ncrypto map M 10 match address A\ncrypto map M interface outside\n", encoding="utf-8"
    )
    assert "assistant.configs.read" in loaded(["explain", str(config)])

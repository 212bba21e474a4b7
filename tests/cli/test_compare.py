"""``mmwait compare``: the text, the contract ``mmwait.comparison/1``, and bad input in one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.cli import main
from tests.configs.ends.common import A, B
from tests.configs.pairs import written

HERE, THERE = written("asa", 1), written("swanctl", 1, far=True)


def files(tmp_path: Path, here: str | bytes, there: str | bytes) -> list[str]:
    """Both texts as files, as arguments."""
    paths = [tmp_path / "here.cfg", tmp_path / "there.conf"]
    for path, text in zip(paths, (here, there), strict=True):
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return [str(path) for path in paths]


def test_the_text_says_first_what_stops(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Both values and both lines."""
    there = THERE.replace("    proposals = aes256-sha1-modp2048", "    proposals = aes256-sha1-modp1024")
    assert main(["compare", *files(tmp_path, HERE, there)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("DIFFERS: Phase 1 Diffie-Hellman group: group 14 here, group 2 there.")
    lines = [
        next(n for n, line in enumerate(text.splitlines(), 1) if sign in line) for text, sign in ((HERE, " group 14"), (there, "modp1024"))
    ]
    assert f"here:  group 14 (line {lines[0]})" in out
    assert f"there: group 2 (line {lines[1]})" in out
    assert "outdated" in out


def test_equal_ends_are_said_to_be_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", *files(tmp_path, HERE, THERE)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("NOTHING DIFFERS THAT STOPS THE TUNNEL.")
    assert "CAUSES" not in out


def test_one_end_that_is_wrong_in_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", *files(tmp_path, HERE.replace("MAP interface", "MAPS interface"), THERE)]) == 0
    out = capsys.readouterr().out
    assert "THIS END ALONE" in out
    assert "STOPS: The crypto map MAP is bound to no interface; the bound one is MAPS." in out


def test_the_contract(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Names, verdicts, values with lines, whether it stops, and the causes."""
    there = THERE.replace('"Winter-Garden"', '"Summer-Garden"')
    assert main(["compare", "--json", *files(tmp_path, HERE, there)]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["schema"] == "mmwait.comparison/1"
    assert {item["verdict"] for item in said["parameters"]} <= {"equal", "differs", "cannot-check", "one-sided"}
    order = [item["name"] for item in said["parameters"]]
    assert order.index("peer.address") < order.index("ike.version") < order.index("phase1.encryption") < order.index("selectors")
    by_name = {item["name"]: item for item in said["parameters"]}
    assert {"phase1.encryption", "phase1.group", "phase1.lifetime", "key", "nat-traversal", "phase2.pfs", "selectors"} <= set(by_name)
    key = by_name["key"]
    assert (key["phase"], key["verdict"], key["stops"]) == (1, "differs", True)
    assert key["local"] == {"value": "present", "line": HERE.splitlines().index(" ikev1 pre-shared-key Winter-Garden") + 1}
    assert said["causes"][0]["id"] == "psk-mismatch"
    assert all(0 <= item["probability"] < 1 for item in said["causes"])


def test_a_masked_key_is_neither_equal_nor_different(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "--json", *files(tmp_path, HERE.replace("Winter-Garden", "*****"), THERE)]) == 0
    said = json.loads(capsys.readouterr().out)
    assert next(item for item in said["parameters"] if item["name"] == "key")["verdict"] == "cannot-check"


def test_several_tunnels_are_picked_by_peer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The wanted one of two, by the addresses and by name."""
    more = "crypto map MAP 20 match address VPN\ncrypto map MAP 20 set peer 198.51.100.7\ncrypto map MAP 20 set ikev1 transform-set TS\n"
    paths = files(tmp_path, HERE + more, THERE)
    assert main(["compare", "--json", *paths]) == 0
    assert json.loads(capsys.readouterr().out)["local"]["tunnel"] == "MAP 10"
    assert main(["compare", "--json", "--peer", B, *paths]) == 0
    assert json.loads(capsys.readouterr().out)["local"]["tunnel"] == "MAP 10"
    assert main(["compare", "--peer", "198.51.100.200", *paths]) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert B in err


NO_CONFIGURATION = {
    "empty": b"",
    "blank": b"\n \n\n",
    "prose": b"The tunnel to the branch is down since noon. Please help.\n",
    "a log": b"Nov 23 18:59:48 %ASA-7-713906: IP = 203.0.113.5, constructing ISAKMP SA payload\n",
    "binary": bytes(range(256)) * 40,
    "nothing of VPN": b"interface GigabitEthernet0/0\n nameif outside\n security-level 0\ninterface GigabitEthernet0/1\n nameif inside\n",
    "yaml tags": b"!!python/object/apply:os.system ['true']\n",
}


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("name", NO_CONFIGURATION)
def test_what_is_no_configuration_is_said_in_one_line(name: str, which: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 2, one line that names the file, nothing on standard output."""
    texts: list[str | bytes] = [HERE, THERE]
    texts[which] = NO_CONFIGURATION[name]
    paths = files(tmp_path, *texts)
    assert main(["compare", *paths]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert err.startswith("mmwait: ")
    assert Path(paths[which]).name in err
    assert "Traceback" not in err


@pytest.mark.parametrize("part", [0.3, 0.5, 0.7, 0.9])
@pytest.mark.parametrize("which", [0, 1])
def test_a_configuration_cut_in_the_middle_is_no_difference(
    part: float, which: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the cut took is not shown, not different; where too little is left, one line says so."""
    texts = [HERE, THERE]
    lines = texts[which].splitlines(keepends=True)
    texts[which] = "".join(lines[: int(len(lines) * part)])
    code = main(["compare", "--json", *files(tmp_path, *texts)])
    out, err = capsys.readouterr()
    assert code in {0, 2}
    if code == 0:
        said = json.loads(out)
        assert [item["name"] for item in said["parameters"] if item["stops"]] == []
        assert [item["text"] for item in said["remarks"] if item["stops"] and "lacks" not in item["text"]] == []
    else:
        assert err.count("\n") == 1


def test_two_devices_in_one_file_are_still_compared_by_addresses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A second connection of another device in the same paste does not hide the one that is meant."""
    other = THERE.replace("  site {", "  other {").replace(A, "198.51.100.77").replace(B, "198.51.100.78")
    assert main(["compare", "--json", *files(tmp_path, HERE, other + THERE)]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["remote"]["tunnel"] == "site/net"
    assert [item["name"] for item in said["parameters"] if item["stops"]] == []


@pytest.mark.parametrize("there", ["swanctl", "libreswan", "asa"])
@pytest.mark.parametrize("form", [[], ["--json"]])
def test_no_secret_is_shown(
    there: str, form: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not in the text, not in the contract, not in a developer's traceback."""
    monkeypatch.setenv("PYTHONDEVMODE", "1")
    paths = files(tmp_path, HERE.replace("Winter", "Secret1"), written(there, 1, far=True).replace("Winter", "Secret2"))
    assert main(["compare", *form, *paths]) == 0
    out, err = capsys.readouterr()
    assert "Secret" not in out + err
    assert "Garden" not in out + err

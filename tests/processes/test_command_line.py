"""Each command, and settings that cannot be meant."""

from __future__ import annotations

import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest

from server import commands as command_line
from server import settings
from server.gateway import garbage
from server.gateway.leaving import Leaver
from server.places import communes
from tests.processes.house import PASSWORD, Shape
from tests.services import free_port

LOCAL = {"VEILLEUSE_DATA": "/tmp/veilleuse-test"}  # noqa: S108  never written
NONSENSE: dict[str, dict[str, str]] = {
    "an unknown setting": {"VEILLEUSE_PROT": "8000"},
    "an unknown engine": {"VEILLEUSE_ENGINE": "postgres"},
    "production without a database": {"VEILLEUSE_ENGINE": "production"},
    "a port that is no number": {"VEILLEUSE_PORT": "eighty"},
    "an origin with a path": {"VEILLEUSE_ORIGINS": "https://example.org/app"},
    "an origin without a scheme": {"VEILLEUSE_ORIGINS": "example.org"},
    "plain http beyond loopback": {"VEILLEUSE_ORIGINS": "http://example.org"},
    "a helpline under the members' name": {
        "VEILLEUSE_ORIGINS": "https://example.org",
        "VEILLEUSE_HELPLINE": "https://example.org",
    },
    "bound to the world without a proxy": {"VEILLEUSE_HOST": "0.0.0.0"},  # noqa: S104
    "a movable clock in public": {
        "VEILLEUSE_ORIGINS": "https://example.org",
        "VEILLEUSE_CLOCK_OFFSET": "/tmp/offset",  # noqa: S108
    },
    "push to anywhere in public": {
        "VEILLEUSE_ORIGINS": "https://example.org",
        "VEILLEUSE_PUSH_HOSTS": "localhost",
    },
}


@pytest.mark.parametrize("name", list(NONSENSE))
def test_nonsense_is_refused(name: str) -> None:
    with pytest.raises(settings.Nonsense):
        settings.read(LOCAL | NONSENSE[name])


def test_the_first_alert_waits_for_no_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Thirty-five thousand communes take an eighth of a second to read, with everybody waiting."""
    read = list[bool]()

    def run(leaver: Leaver, doors: object) -> None:
        read.append(communes._atlas.cache_info().currsize == 1)

    monkeypatch.setenv("VEILLEUSE_DATA", str(tmp_path))
    monkeypatch.setenv("VEILLEUSE_PORT", str(free_port()))
    monkeypatch.setattr(Leaver, "run", run)
    monkeypatch.setattr(garbage, "calm", lambda: None)
    monkeypatch.setattr(garbage, "put_off", nullcontext)
    communes._atlas.cache_clear()
    command_line.serve()
    assert read == [True]


def test_what_is_imported_is_never_looked_through_and_all_else_is() -> None:
    says = "import server.__main__, gc; print(gc.isenabled(), gc.get_freeze_count() > 100_000)"
    assert subprocess.check_output([sys.executable, "-c", says], text=True) == "True True\n"


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "url").write_text("postgres://somebody@db/veilleuse\n")
    held = settings.read(
        LOCAL
        | {
            "VEILLEUSE_ENGINE": "production",
            "VEILLEUSE_DATABASE_URL_FILE": str(tmp_path / "url"),
            "VEILLEUSE_REDIS_URL": "redis://secret@bus",
        }
    )
    assert held.database_url == "postgres://somebody@db/veilleuse"
    assert "somebody" not in repr(held)
    assert "secret" not in repr(held)


def test_a_server_with_nonsense_does_not_start(bare: Shape) -> None:
    assert "eighty" in bare.run("serve", ok=False, VEILLEUSE_PORT="eighty")


def test_a_server_whose_keys_others_may_read_does_not_start(bare: Shape) -> None:
    keyring = bare.folder / "keys" / "keyring.json"
    keyring.chmod(0o644)
    try:
        assert "must be 600" in bare.run("doctor", ok=False)
    finally:
        keyring.chmod(0o600)


def test_a_database_that_was_not_migrated_is_not_served(
    bare: Shape, request: pytest.FixtureRequest
) -> None:
    fresh = request.getfixturevalue("production").pg.fresh()
    said = bare.run(
        "serve", ok=False, VEILLEUSE_DATABASE_URL=fresh, VEILLEUSE_PORT=str(bare.ports[0])
    )
    assert "migrate" in said


def test_migrating_again_changes_nothing(bare: Shape) -> None:
    assert "up to date" in bare.run("migrate")


def test_the_doctor_names_what_it_looked_at(bare: Shape) -> None:
    said = bare.run("doctor")
    for name in ("database", "migrations", "keys", "bus", "audit", "outbox"):
        assert f"ok   {name}" in said, said


def test_the_doctor_says_when_the_bus_is_away(bare: Shape) -> None:
    assert "FAIL bus" in bare.run("doctor", ok=False, VEILLEUSE_REDIS_URL="redis://127.0.0.1:1/0")


def test_the_vapid_key_is_made_once(bare: Shape) -> None:
    first = bare.run("keys", "vapid")
    assert len(first) == 87
    assert bare.run("keys", "vapid") == first


def test_accounts_are_made_from_the_command_line(bare: Shape) -> None:
    association = bare.run("admin", "association", "La Lanterne", "75", "93").splitlines()[-1]
    assert bare.person("maud", "partner", association)
    again = ["--email", "maud@example.org", "--pseudonym", "x", "--password", PASSWORD]
    said = bare.run("admin", "create", *again, ok=False)
    assert said == "Invalid: email"


def test_a_team_and_its_officers_are_made_from_the_command_line(bare: Shape) -> None:
    hours = ("--hours", "mon:0900-1700", "--hours", "fri:2200-0600")
    team = bare.run("admin", "team", "Lyon", "69", "01", *hours).splitlines()[-1]
    who = ["--email", "pia@example.org", "--pseudonym", "Pia", "--password", PASSWORD]
    made = ("--role", "expert", "--team", team, "--kind", "psychologist")
    assert bare.run("admin", "create", *who, *made)
    assert "Invalid: hours" in bare.run("admin", "team", "x", "--hours", "lundi", ok=False)


def test_somebodys_server_answers_at_no_address_of_this_machine() -> None:
    assert settings.read(LOCAL).helpline == ("http://aide.localhost:8000",)
    public = settings.read(LOCAL | {"VEILLEUSE_ORIGINS": "https://example.org"})
    assert public.helpline == ()


def test_a_backup_is_written_and_restored(bare: Shape, request: pytest.FixtureRequest) -> None:
    bare.person("oriane")
    kept = bare.folder / "backups" / "one"
    bare.run("backup", str(kept))
    assert kept.stat().st_mode & 0o777 == 0o600
    fresh = request.getfixturevalue("production").pg.fresh()
    bare.run("restore", str(kept), VEILLEUSE_DATABASE_URL=fresh)
    said = bare.run("doctor", VEILLEUSE_DATABASE_URL=fresh)
    assert "ok   migrations" in said


def test_a_backup_of_nothing_says_so(bare: Shape) -> None:
    gone = "postgres://nobody@127.0.0.1:1/nothing"
    target = str(bare.folder / "none")
    assert "failed" in bare.run("backup", target, ok=False, VEILLEUSE_DATABASE_URL=gone)


def test_the_procfile_has_the_three_kinds_of_process() -> None:
    lines = dict(
        line.split(": ", 1)
        for line in (settings.ROOT / "Procfile").read_text().splitlines()
        if line
    )
    assert set(lines) == {"release", "web", "worker"}
    for kind, verb in {"release": "migrate", "web": "serve", "worker": "work"}.items():
        assert lines[kind].endswith(f"-m server {verb}")

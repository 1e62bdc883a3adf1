"""At the end of a soak: whoever lacks an acknowledged message is found."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from bench import held
from bench.crowd import AlertRoom
from bench.generator import Generator
from bench.house import House
from server.demo import community
from server.geo import Point

CAMILLE, NOUR = community.logins(1)[:2]
ROOM = AlertRoom(Point(45.7, 4.8), CAMILLE, [NOUR], "alert", "room")


class Answers:
    """A house that gives each person what she holds, two entries at a time."""

    ports = (1,)

    def __init__(self, **holds: list[int]) -> None:
        self._holds = holds

    def post(self, person: Any, _command: str, asked: dict[str, Any], _port: int) -> Any:
        numbers = self._holds[person.first_name]
        left = list(enumerate(numbers, 1))[asked["after"] : asked["after"] + 2]
        said = [{"seq": seq, "kind": "said", "client_id": f"bench-{n:07d}"} for seq, n in left]
        return {"entries": said, "head": len(numbers)}


class Acknowledged:
    def keep(self, path: Path) -> None:
        path.write_text("1 0\n2 0\n3 0\n")


def test_nothing_is_lost_when_everybody_holds_everything() -> None:
    found = _asked(Answers(Camille=[1, 2, 3], Nour=[1, 2, 3, 4]))
    assert (found["lost"], found["twice"], found["members_asked"]) == (0, 0, 2)


def test_one_message_that_one_member_lacks_is_lost() -> None:
    assert _asked(Answers(Camille=[1, 2, 3], Nour=[1, 3]))["lost"] == 1


def test_one_that_is_held_twice_is_told() -> None:
    assert _asked(Answers(Camille=[1, 2, 2, 3], Nour=[1, 2, 3]))["twice"] == 1


def _asked(house: Answers) -> dict[str, Any]:
    return held.by_everybody(cast(House, house), [ROOM], cast(Generator, Acknowledged()))

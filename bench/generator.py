"""The load generator in C (bench/load), compiled at first use, as an object.

plan = Plan([Kind("said", "room.entry", '"n":"', acked=True)])
...
with Generator(plan) as clients:
    clients.come()
    clients.closed(2.0, "said", 1)
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from bench.compiled import program
from bench.cores import LOAD
from bench.process import Process

NUMBER = "#######"
CLOCK = "@@@@@@@@@@@@@"
AT_ONCE = 64


class Lost(Exception):
    """A delivery, an answer or a client went missing, where none may."""


@dataclass(frozen=True)
class Kind:
    """A kind of thing that is said, heard as `event`, its number seven digits after `mark`."""

    name: str
    event: str
    mark: str
    acked: bool = False


@dataclass
class Plan:
    """Who connects where, and what is said in which room. Rooms and clients in their order."""

    kinds: Sequence[Kind]
    lines: list[str] = field(default_factory=list)
    rooms: int = 0
    clients: int = 0

    def __post_init__(self) -> None:
        self.lines += [f"kind\t{k.name}\t{k.event}\t{k.mark}\t{int(k.acked)}" for k in self.kinds]

    def room(self) -> None:
        self.rooms += 1
        self.lines.append("room")

    def say(self, kind: str, hears: int, speakers: int, event: str, payload: Any) -> None:
        """In the last room: its first `speakers` clients say this in turn, so many hear it.
        NUMBER and CLOCK are filled in; a string in <angles> becomes a number."""
        text = _packed([event, payload]).replace('"<', "").replace('>"', "")
        self.lines.append(f"say\t{self._at(kind)}\t{hears}\t{speakers}\t{text}")

    def client(
        self,
        port: int,
        *,
        headers: Iterable[str] = (),
        auth: Any = None,
        steps: Iterable[tuple[str, Any]] = (),
    ) -> None:
        """Into the last room. `steps` are commands, each awaited before the next."""
        self.clients += 1
        shown = "" if auth is None else _packed(auth)
        self.lines.append(f"client\t{port}\t{' | '.join(headers)}\t{shown}")
        self.lines += [f"step\t{_packed(list(step))}" for step in steps]

    def _at(self, kind: str) -> int:
        return [k.name for k in self.kinds].index(kind)

    def arguments(self, amounts: dict[str, float]) -> str:
        return " ".join(f"{self._at(kind)} {amount:g}" for kind, amount in amounts.items())


class Generator:
    """One process of clients, on the generator's own core. `cpu` is the highest share of it that
    any stretch of messages took: above 0.7 the figures are the generator's, not the server's. (How
    much connecting takes is told where connecting is measured.)"""

    highest_cpu = 0.0

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        made = program("load")
        with NamedTemporaryFile("w", suffix=".plan") as file:
            file.write("\n".join(plan.lines) + "\n")
            file.flush()
            self._process = Process([str(made), file.name], core=LOAD, listens=True)
            self._process.line()

    def __enter__(self) -> Generator:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.close()

    def come(self, at_once: int = AT_ONCE) -> dict[str, Any]:
        """Everybody connects. Raises Lost when somebody was not let in."""
        found = self.ask(f"come {at_once}")
        if found["came"] != self.plan.clients:
            raise Lost(f"{found['came']} of {self.plan.clients} came, {found['refused']} refused")
        return found

    def leave(self) -> None:
        self.ask("leave")

    def closed(self, seconds: float, kind: str, in_flight: int) -> dict[str, Any]:
        return self.talked(f"closed {seconds} {self.plan.arguments({kind: in_flight})}")

    def open(self, seconds: float, **per_second: float) -> dict[str, Any]:
        """Messages a second of each kind, in all rooms together."""
        return self.talked(f"open {seconds} {self.plan.arguments(per_second)}")

    def talked(self, command: str) -> dict[str, Any]:
        self._process.write(command)
        return self.finished()

    def begin(self, seconds: float, **per_second: float) -> None:
        """As `open`, without waiting for its end: `finished` does."""
        self._process.write(f"open {seconds} {self.plan.arguments(per_second)}")

    def finished(self) -> dict[str, Any]:
        found = dict(json.loads(self._process.line()))
        Generator.highest_cpu = max(Generator.highest_cpu, found["cpu"])
        return found

    def keep(self, path: Path) -> None:
        self.ask(f"keep {path}")

    def ask(self, command: str) -> dict[str, Any]:
        self._process.write(command)
        return dict(json.loads(self._process.line()))


def whole(found: dict[str, Any], kind: str) -> dict[str, Any]:
    """Of a kind, in one stretch. Raises Lost unless exactly the listeners heard, once each."""
    one = dict(found[kind])
    wrong = {name: found[name] for name in ("cut", "unsent", "unheard") if found[name]}
    wrong |= {name: one[name] for name in ("refused", "strays") if one[name]}
    if wrong or one["heard"] != one["expected"]:
        raise Lost(f"{kind}: {one['heard']} heard of {one['expected']}, {wrong}")
    return one


def _packed(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

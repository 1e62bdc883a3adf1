"""The whole server beside the bare ones: somebody says something in a room, all 51 hear it, the
speaker is acknowledged. Ours recognises, checks, seals and commits each message first; the others
store nothing: they are the floor of the transport, not products that do the same."""

from __future__ import annotations

from contextlib import ExitStack

from bench import crowd
from bench.compiled import Absent
from bench.generator import Generator
from bench.house import House
from bench.rooms import Contender, contend, interleave, said_rooms
from bench.run import Figures, Run

ENGINES = ("embedded", "production")


def measure(run: Run) -> Figures:
    rooms, rounds, seconds = run.pick((6, 3, 2.0), (2, 1, 0.7))

    def talk(clients: Generator) -> Figures:
        return clients.closed(seconds, "said", 1)

    with ExitStack() as stack:
        everybody = []
        for engine in ENGINES:
            try:
                everybody.append(_ours(stack, run.house(engine), rooms))
            except Absent as what:
                run.say(f"without {what}")
        for server in run.all_bare():
            everybody.append(contend(stack.enter_context, server, said_rooms(server, rooms)))
        found = interleave(everybody, rounds, talk)
    return {"rooms": rooms, "servers": found}


def _ours(stack: ExitStack, house: House, rooms: int) -> Contender:
    plan = crowd.plan_of(house, crowd.launched(house, rooms))
    clients = stack.enter_context(Generator(plan))
    clients.come()
    return Contender(house.engine, house.cpu_s, clients, "said")

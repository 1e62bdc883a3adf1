"""The one exception to anonymity: two officers, the prosecutor's word, a register."""

from __future__ import annotations

import pytest

from server import errors
from server.clock import MINUTE
from server.desk import disclosures, overview
from server.moderation import audit
from server.moderation.tables import Audit
from server.vault.tables import DataKey
from tests.helpline import Helpline, Officer, Visitor
from tests.people import Town

HER_ADDRESS = "203.0.113.77"


class Scene:
    """Odile talks with somebody in danger whose socket this process holds; Omar is on duty."""

    def __init__(self, line: Helpline, odile: Officer, omar: Officer, her: Visitor) -> None:
        self.line, self.odile, self.omar, self.her = line, odile, omar, her
        self.services = line.town.house.services

    async def looks(self) -> int:
        return await disclosures.do_give(self.services, [self.her.visit])


@pytest.fixture
async def scene(town: Town) -> Scene:
    line = await Helpline(town).opens()
    odile, omar = await line.officer("odile"), await line.officer("omar")
    her = await line.visitor(minor=True)
    await odile.accepts(her)
    town.heard.places[her.visit] = [HER_ADDRESS]
    return Scene(line, odile, omar, her)


async def test_two_officers_and_the_prosecutors_word(scene: Scene) -> None:
    asked = await scene.odile.asks_address(scene.her)
    assert await scene.looks() == 0
    await scene.omar.agrees(asked)
    assert await scene.looks() == 1
    for officer in (scene.odile, scene.omar):
        assert await officer.reads_address(asked) == HER_ADDRESS


async def test_nobody_agrees_with_herself(scene: Scene) -> None:
    asked = await scene.odile.asks_address(scene.her)
    with pytest.raises(errors.SecondOfficer):
        await scene.odile.agrees(asked)
    assert await scene.looks() == 0


async def test_a_third_officer_reads_nothing(scene: Scene) -> None:
    third = await scene.line.officer("lucie")
    asked = await scene.odile.asks_address(scene.her)
    await scene.omar.agrees(asked)
    await scene.looks()
    with pytest.raises(errors.NotFound):
        await third.reads_address(asked)


async def test_only_while_she_is_connected(scene: Scene) -> None:
    await scene.her.is_cut()
    with pytest.raises(errors.NotConnected):
        await scene.odile.asks_address(scene.her)
    await scene.her.is_connected()
    asked = await scene.odile.asks_address(scene.her)
    await scene.her.is_cut()
    with pytest.raises(errors.NotConnected):
        await scene.omar.agrees(asked)


async def test_nobody_asks_about_whom_she_does_not_talk_with(scene: Scene) -> None:
    with pytest.raises(errors.NotFound):
        await scene.omar.asks_address(scene.her)


async def test_a_minor_is_only_who_said_so(scene: Scene) -> None:
    adult = await scene.line.visitor()
    await scene.odile.accepts(adult)
    with pytest.raises(errors.NotAllowed):
        await scene.odile.asks_address(adult, "minor")
    await scene.odile.asks_address(scene.her, "minor")


async def test_after_a_quarter_of_an_hour_the_address_is_gone(scene: Scene) -> None:
    asked = await scene.odile.asks_address(scene.her)
    await scene.omar.agrees(asked)
    await scene.looks()
    await scene.line.town.later(disclosures.READABLE)
    with pytest.raises(errors.NotFound):
        await scene.odile.reads_address(asked)
    await scene.line.town.later(MINUTE)
    assert not await DataKey.filter(kind="address").exists()


async def test_what_nobody_agrees_to_lapses(scene: Scene) -> None:
    asked = await scene.odile.asks_address(scene.her)
    await scene.line.town.later(disclosures.LAPSES_AFTER + MINUTE)
    with pytest.raises(errors.NotFound):
        await scene.omar.agrees(asked)


async def test_every_step_is_in_the_audit_chain_and_in_the_register(scene: Scene) -> None:
    asked = await scene.odile.asks_address(scene.her)
    await scene.omar.agrees(asked)
    await scene.looks()
    await scene.omar.reads_address(asked)
    steps = [(row.act, row.actor) for row in await Audit.filter(subject=asked).order_by("number")]
    assert steps == [
        ("address_asked", scene.odile.id),
        ("address_agreed", scene.omar.id),
        ("address_given", scene.omar.id),
        ("address_read", scene.omar.id),
    ]
    assert await audit.first_broken(scene.services) is None
    (held,) = (await overview.overview(scene.services)).disclosures
    assert (held.prosecutor, held.reference, held.asked_by, held.agreed_by, held.state) == (
        "Procureure Lambert",
        "24-117",
        "odile",
        "omar",
        "given",
    )


async def test_the_visitor_hears_nothing_of_it_in_the_conversation(scene: Scene) -> None:
    """She was told before she wrote; her screen may be seen by whoever endangers her."""
    before = await scene.her.reads()
    asked = await scene.odile.asks_address(scene.her)
    await scene.omar.agrees(asked)
    await scene.looks()
    assert await scene.her.reads() == before
    kinds = [entry.kind for entry in await scene.odile.reads(scene.her, "officers")]
    assert kinds == ["disclosure_asked", "disclosure_agreed", "disclosure_given"]


async def test_the_address_is_nowhere_before_two_agreed(scene: Scene) -> None:
    await scene.odile.asks_address(scene.her)
    await scene.looks()
    for row in await scene.services.db.rows("SELECT * FROM disclosure"):
        assert HER_ADDRESS not in str(row)
        assert row["address_sealed"] is None


@pytest.mark.parametrize("gone", ["wiped", "left", "cut"])
async def test_of_a_visit_that_is_over_no_address_is_given(scene: Scene, gone: str) -> None:
    asked = await scene.odile.asks_address(scene.her)
    await scene.omar.agrees(asked)
    if gone == "wiped":
        await scene.her.wipes()
    elif gone == "left":
        await scene.her.closes_the_tab()
    else:
        await scene.her.is_cut()
    await scene.looks()
    with pytest.raises(errors.NotFound):
        await scene.odile.reads_address(asked)
    assert not await DataKey.filter(kind="address").exists()
    assert not await Audit.filter(act="address_given").exists()


async def test_the_register_goes_back_farther_than_a_desk_shows(scene: Scene) -> None:
    for _ in range(disclosures.AT_THE_DESK + 2):
        await scene.odile.asks_address(scene.her)
    seen = await overview.overview(scene.services)
    assert len(seen.disclosures) == disclosures.AT_THE_DESK + 2

"""What was destroyed cannot be read again, whatever the attacker holds."""

from __future__ import annotations

import pytest

from server.clock import DAY, HOUR, MINUTE
from server.conversations import actions as rooms
from server.conversations import participants
from server.conversations.messages import Say
from server.conversations.policies import DIRECT
from server.direct import actions as direct
from server.erasure import actions as erasure
from server.positions import points
from server.positions.messages import Fix
from server.push import actions as push
from server.vault import actions as vault
from server.vault import store as vault_store
from server.vault.tables import DataKey
from tests.engines import Engine
from tests.helpline import Helpline
from tests.people import Town
from tests.privacy.attacker import Attacker, at_work, database_files
from tests.privacy.planted import HER_WORDS, HIS_LAT, LAT, PLAN, Story, story, subscription

WEEK = 7
HIS_WORDS = HER_WORDS[::-1]
CHATTER = "on prend un café jeudi"


async def texts(thief: Attacker, *, with_backup: bool = False) -> str:
    """Everything she reads, in one string."""
    found = await thief.opens(with_backup=with_backup)
    return " ".join(plain.decode(errors="replace") for plain in found)


async def latitudes(thief: Attacker, *, with_backup: bool = False) -> set[float]:
    found = await thief.opens(with_backup=with_backup)
    return {points.unpack(plain).lat for plain in found}


async def end_window(town: Town) -> None:
    await town.later(48 * HOUR + MINUTE)


async def days_pass(town: Town, days: int) -> None:
    """Every day the worker keeps house: an epoch opens, living keys are wrapped anew."""
    for _ in range(days):
        await town.later(DAY)


async def robbed(engine: Engine, town: Town, *tables: str) -> tuple[Attacker, Story]:
    told = await story(town)
    return await at_work(engine, town.house.services.settings, *tables), told


async def test_the_attack_is_real_as_long_as_the_keys_live(engine: Engine, town: Town) -> None:
    thief, _ = await robbed(engine, town, "entry", "trail", "standing")
    read = b" ".join(await thief.opens())
    assert HER_WORDS.encode() in read
    assert PLAN.encode() in read
    assert points.pack(Fix(lat=LAT, lon=0, accuracy_m=0, at=0))[:8] in read


async def test_the_end_of_the_window_destroys_every_point(
    embedded: Engine, house_on_sqlite: Town
) -> None:
    thief, _ = await robbed(embedded, house_on_sqlite, "trail")
    assert await latitudes(thief) == {LAT, HIS_LAT}
    await end_window(house_on_sqlite)
    assert await thief.opens() == []


async def test_erased_words_are_gone_at_once(embedded: Engine, house_on_sqlite: Town) -> None:
    thief, told = await robbed(embedded, house_on_sqlite, "entry")
    services = house_on_sqlite.house.services
    await erasure.do_erase_words(services, told.nour.actor, told.alert.room)
    read = await texts(thief)
    assert PLAN not in read
    assert HIS_WORDS not in read
    assert HER_WORDS in read


async def test_who_leaves_a_chat_leaves_nothing_to_read(
    embedded: Engine, house_on_sqlite: Town
) -> None:
    town = house_on_sqlite
    told = await story(town)
    services = town.house.services
    async with services.transaction():
        chat = await rooms.do_open(services, DIRECT)
        await participants.do_enter(services, chat, told.camille.id, "caller", "member")
        await participants.do_enter(services, chat, told.nour.id, "responder", "member")
    for somebody in (told.camille, told.nour):
        wish = Say(room=chat, channel="direct", text=CHATTER, client_id="client-chat")
        await rooms.do_say(services, somebody.actor, wish)
    thief = await at_work(embedded, services.settings, "entry")
    assert (await texts(thief)).count(CHATTER) == 2
    await direct.do_leave(services, told.nour.actor, chat)
    read = await texts(thief)
    assert CHATTER not in read
    assert HER_WORDS in read


async def test_text_is_gone_thirty_days_after_the_window(
    embedded: Engine, house_on_sqlite: Town
) -> None:
    thief, _ = await robbed(embedded, house_on_sqlite, "entry")
    await end_window(house_on_sqlite)
    await days_pass(house_on_sqlite, 29)
    assert HER_WORDS in await texts(thief)
    await days_pass(house_on_sqlite, 2)
    assert await thief.opens() == []


async def test_a_wiped_device_cannot_be_found_again(
    embedded: Engine, house_on_sqlite: Town
) -> None:
    town = house_on_sqlite
    zohra = await town.person("zohra")
    actor = await town.house.dispatch.recognise(await zohra.signs_in())
    await push.do_subscribe(town.house.services, actor, subscription())
    thief = await at_work(embedded, town.house.services.settings, "push")
    assert await thief.opens() != []
    await erasure.do_wipe(town.house.services, actor)
    assert await thief.opens() == []


async def test_a_backup_betrays_for_a_week_at_most(engine: Engine, town: Town) -> None:
    """Right after, the backup's wrapped keys still open: this is why epochs die."""
    thief, _ = await robbed(engine, town, "trail")
    await end_window(town)
    assert await latitudes(thief, with_backup=True) == {LAT, HIS_LAT}
    await days_pass(town, WEEK)
    assert await thief.opens(with_backup=True) == []


async def test_dead_rows_and_backups_lose_erased_words_with_their_epoch(
    engine: Engine, town: Town
) -> None:
    thief, told = await robbed(engine, town, "entry")
    await erasure.do_erase_words(town.house.services, told.nour.actor, told.alert.room)
    await days_pass(town, WEEK)
    read = await texts(thief, with_backup=True)
    assert PLAN not in read
    assert HIS_WORDS not in read


async def test_what_lives_still_opens_after_every_turn(engine: Engine, town: Town) -> None:
    _, told = await robbed(engine, town)
    await days_pass(town, WEEK)
    again = await told.camille.launches()
    await told.nour.opens(again)
    await told.nour.says(again, "je suis là")
    await days_pass(town, 1)
    hers = [entry.text for entry in await told.camille.reads(told.alert)]
    assert HER_WORDS in hers
    assert "je suis là" in [entry.text for entry in await told.camille.reads(again)]
    view = await told.nour.opens(again)
    assert view.caller.fix is not None
    assert view.caller.fix.lat == LAT


async def test_a_point_kept_in_an_old_backup_is_beyond_reach(engine: Engine, town: Town) -> None:
    """Her last known point moves on, and so does its key."""
    thief, told = await robbed(engine, town, "standing")
    assert LAT in await latitudes(thief)
    await days_pass(town, 1)
    await told.camille.stands(44.84, -0.58)
    await told.nour.stands(44.85, -0.57)
    await days_pass(town, WEEK)
    assert not {LAT, HIS_LAT} & await latitudes(thief, with_backup=True)


async def test_two_swapped_ciphertexts_do_not_open(town: Town) -> None:
    told = await story(town)
    db = town.house.services.db
    held = await db.rows(
        "SELECT id, body_sealed, key_id FROM entry WHERE room_id = $1 AND channel = 'her'"
        " AND kind = 'said' ORDER BY seq",
        told.alert.room,
    )
    (first, second) = held
    for one, other in ((first, second), (second, first)):
        sql = "UPDATE entry SET body_sealed = $1, key_id = $2 WHERE id = $3"
        await db.run(sql, other["body_sealed"], other["key_id"], one["id"])
    read = [entry for entry in await told.camille.reads(told.alert) if entry.kind == "erased"]
    assert [entry.text for entry in read] == [None, None]


async def wrapped(town: Town) -> dict[str, bytes]:
    found = await DataKey.filter(kind="text").values("id", "wrapped")
    return {row["id"]: bytes(row["wrapped"]) for row in found}


async def test_pages_that_were_split_and_merged_keep_no_destroyed_key(
    embedded: Engine, house_on_sqlite: Town
) -> None:
    """Three thousand keys in a shuffled order, two thirds destroyed, the rest wrapped anew."""
    town, services = house_on_sqlite, house_on_sqlite.house.services
    made = [vault.fresh(services, "text", f"room-{n % 3}-{n}")[1] for n in range(3_000)]
    for start in range(0, len(made), 100):
        async with services.transaction():
            await vault_store.add(services.db, made[start : start + 100])
    before = await wrapped(town)
    gone = [row for n, row in enumerate(made) if n % 3]
    for row in gone:
        await vault.destroy(services, "text", str(row[2]))
    await town.later(DAY)  # the worker turns the epoch: every living key is wrapped anew
    held = b"".join(await database_files(embedded, services.settings))
    assert len(await wrapped(town)) == 1_000
    assert sum(before[str(row[0])] in held for row in made) == 0
    assert all(key in held for key in (await wrapped(town)).values())


async def test_a_wiped_visit_is_opened_by_no_backup_after_its_week(
    engine: Engine, town: Town
) -> None:
    """Of the helpline: what was said, the officers' notes, who she said she was."""
    line = await Helpline(town).opens()
    odile, visitor = await line.officer("odile"), await line.visitor()
    await odile.accepts(visitor)
    await visitor.says(CHATTER)
    await odile.says(visitor, PLAN, "officers")
    await visitor.is_called(HER_WORDS)
    thief = await at_work(engine, town.house.services.settings, "entry", "visit")
    held = await texts(thief)
    assert [words for words in (CHATTER, PLAN, HER_WORDS) if words not in held] == []
    await visitor.wipes()
    await days_pass(town, WEEK + 1)
    assert await texts(thief, with_backup=True) == ""


async def test_one_damaged_key_keeps_no_epoch_alive(town: Town) -> None:
    nour, ines, _ = [await town.person(name) for name in ("nour", "ines", "zoe")]
    ring = town.house.services.keyring
    (first,) = [epoch.number for epoch in ring.epochs]
    await DataKey.filter(kind="person", scope=nour.id).update(wrapped=b"\0" * 40)
    await days_pass(town, WEEK - 1)
    assert await DataKey.filter(kind="person", scope=nour.id).exists()
    await days_pass(town, 3)
    assert first not in [epoch.number for epoch in ring.epochs]
    (kept,) = await DataKey.filter(kind="person", scope=ines.id)
    assert kept.epoch == ring.newest.number


@pytest.mark.parametrize(("most", "healthy"), [(100, 0), (1, 5)], ids=["all", "too many"])
async def test_with_the_wrong_key_file_nothing_is_given_up(
    town: Town, monkeypatch: pytest.MonkeyPatch, most: int, healthy: int
) -> None:
    monkeypatch.setattr(vault, "GIVEN_UP_AT_MOST", most)
    damaged = [(await town.person(name)).id for name in ("nour", "ines")]
    for number in range(healthy):
        await town.person(f"member{number}")
    await DataKey.filter(kind="person", scope__in=damaged).update(wrapped=b"\0" * 40)
    first = town.house.services.keyring.epochs[0].number
    await days_pass(town, WEEK + 3)
    assert await DataKey.filter(kind="person", epoch=first).count() == len(damaged)
    assert first in [epoch.number for epoch in town.house.services.keyring.epochs]

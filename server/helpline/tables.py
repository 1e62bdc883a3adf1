"""Columns of the helpline: who answers, who waits, and figures without a row of anybody."""

from __future__ import annotations

from tortoise import fields
from tortoise.models import Model


class Team(Model):
    """`departments` (comma-separated) empty: national. `zone`: of its hours (IANA name)."""

    id = fields.CharField(max_length=32, primary_key=True)
    name = fields.CharField(max_length=200)
    departments = fields.CharField(max_length=600)
    topics = fields.CharField(max_length=60)
    zone = fields.CharField(max_length=40)

    class Meta:
        table = "team"


class Shift(Model):
    """Minutes since Monday 00:00. A team without any is there day and night."""

    id = fields.CharField(max_length=32, primary_key=True)
    team_id = fields.CharField(max_length=32, db_index=True)
    begins = fields.IntField()
    ends = fields.IntField()

    class Meta:
        table = "shift"


class Officer(Model):
    """A staff account that answers. `seen_until`: her page counts as connected until then."""

    person_id = fields.CharField(max_length=32, primary_key=True)
    team_id = fields.CharField(max_length=32, db_index=True)
    kind = fields.CharField(max_length=16)
    duty = fields.BooleanField(default=False)
    seen_until = fields.BigIntField(default=0)

    class Meta:
        table = "officer"


class Visit(Model):
    """Somebody who came without an account. No address, no agent, no postcode. `ticket` makes a
    repeated beginning find the first one. Gone with the conversation."""

    id = fields.CharField(max_length=32, primary_key=True)
    ticket = fields.CharField(max_length=64, unique=True)
    secret_digest = fields.CharField(max_length=64)
    room_id = fields.CharField(max_length=32, unique=True)
    team_id = fields.CharField(max_length=32)
    department = fields.CharField(max_length=8, null=True)
    near = fields.BooleanField()
    topic = fields.CharField(max_length=12)
    victim = fields.BooleanField()
    minor = fields.BooleanField()
    language = fields.CharField(max_length=2)
    state = fields.CharField(max_length=8)
    came_at = fields.BigIntField()
    taken_at = fields.BigIntField(null=True)
    alarm = fields.IntField(default=0)
    seen_until = fields.BigIntField(default=0)
    gone = fields.BooleanField(default=False)
    identity_sealed = fields.BinaryField(null=True)

    class Meta:
        table = "visit"
        indexes = (("team_id", "state", "came_at"),)


class UsedTicket(Model):
    """The digest of a ticket that began a visit, as long as tickets live: one puzzle, one visit."""

    id = fields.CharField(max_length=64, primary_key=True)
    at = fields.BigIntField(db_index=True)

    class Meta:
        table = "used_ticket"


class Helped(Model):
    """What is left of a conversation: its day and a few rounded figures."""

    id = fields.CharField(max_length=32, primary_key=True)
    day = fields.IntField(db_index=True)
    team_id = fields.CharField(max_length=32)
    outcome = fields.CharField(max_length=12)
    waited_ms = fields.BigIntField(null=True)
    talked_ms = fields.BigIntField(null=True)

    class Meta:
        table = "helped"

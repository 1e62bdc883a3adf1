"""Columns of positions. In the clear: the cell only (centre as unit vector, and its level)."""

from __future__ import annotations

from tortoise import fields
from tortoise.models import Model


class Standing(Model):
    """Where somebody was last known to be, and whether she can be alarmed at all.

    `reachable` = verified, not banned, of age, and a live socket or a push subscription. It is kept
    as a column so that the nearest can be found by a partial index over the reachable only.
    """

    person_id = fields.CharField(max_length=32, primary_key=True)
    partition = fields.CharField(max_length=8)
    helps_allies = fields.BooleanField()
    eligible = fields.BooleanField()
    push_devices = fields.IntField()
    online_until = fields.BigIntField()
    reachable = fields.BooleanField()
    level = fields.SmallIntField(null=True)
    x = fields.FloatField(null=True)
    y = fields.FloatField(null=True)
    z = fields.FloatField(null=True)
    key_id = fields.CharField(max_length=32, null=True)
    point_sealed = fields.BinaryField(null=True)
    point_at = fields.BigIntField(null=True)

    class Meta:
        table = "standing"


class TrailPoint(Model):
    """An exact point of a running window. Dies 48 h after it was recorded."""

    id = fields.BigIntField(primary_key=True)
    room_id = fields.CharField(max_length=32)
    participant_id = fields.CharField(max_length=32)
    at = fields.BigIntField(db_index=True)
    key_id = fields.CharField(max_length=32)
    point_sealed = fields.BinaryField()

    class Meta:
        table = "trail_point"
        indexes = (("room_id", "participant_id", "at"),)

"""Columns of rooms: the room, who is in it, its channels' heads, its entries."""

from __future__ import annotations

from tortoise import fields
from tortoise.models import Model


class Room(Model):
    id = fields.CharField(max_length=32, primary_key=True)
    kind = fields.CharField(max_length=12)
    opened_at = fields.BigIntField()
    closed_at = fields.BigIntField(null=True)
    text_dies_at = fields.BigIntField(null=True)
    held = fields.BooleanField(default=False)

    class Meta:
        table = "room"


class Participant(Model):
    """Somebody in a room, under a name of that room only (`id`), so that rooms cannot be joined."""

    id = fields.CharField(max_length=32, primary_key=True)
    room_id = fields.CharField(max_length=32, db_index=True)
    person_id = fields.CharField(max_length=32, db_index=True)
    side = fields.CharField(max_length=12)
    partition = fields.CharField(max_length=8)
    joined_at = fields.BigIntField(null=True)
    left_at = fields.BigIntField(null=True, db_index=True)
    shares = fields.BooleanField(default=False)
    shows_her = fields.BooleanField(default=False)
    wrote_her = fields.BooleanField(default=False)

    class Meta:
        table = "participant"
        unique_together = (("room_id", "person_id"),)


class ChannelHead(Model):
    """The last `seq` of a channel. Its row lock orders the channel's writers."""

    id = fields.CharField(max_length=48, primary_key=True)
    room_id = fields.CharField(max_length=32, db_index=True)
    channel = fields.CharField(max_length=12)
    seq = fields.IntField()

    class Meta:
        table = "channel_head"


class Entry(Model):
    id = fields.CharField(max_length=64, primary_key=True)
    room_id = fields.CharField(max_length=32)
    channel = fields.CharField(max_length=12)
    seq = fields.IntField()
    kind = fields.CharField(max_length=24)
    at = fields.BigIntField(db_index=True)
    participant_id = fields.CharField(max_length=32, null=True)
    client_id = fields.CharField(max_length=64, null=True)
    key_id = fields.CharField(max_length=32, null=True)
    body_sealed = fields.BinaryField(null=True)

    class Meta:
        table = "entry"
        unique_together = (
            ("room_id", "channel", "seq"),
            ("room_id", "participant_id", "channel", "client_id"),
        )


class ReadMark(Model):
    id = fields.CharField(max_length=64, primary_key=True)
    room_id = fields.CharField(max_length=32, db_index=True)
    participant_id = fields.CharField(max_length=32)
    channel = fields.CharField(max_length=12)
    seq = fields.IntField()

    class Meta:
        table = "read_mark"

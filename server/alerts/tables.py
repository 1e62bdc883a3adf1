"""Columns of alerts, presses, places and waves."""

from __future__ import annotations

from tortoise import fields
from tortoise.models import Model


class Alert(Model):
    """One 48 h window of one caller. `open_for` is her id while the window is open, then null: the
    unique index on it is what makes two presses one alert."""

    id = fields.CharField(max_length=32, primary_key=True)
    room_id = fields.CharField(max_length=32, unique=True)
    caller_id = fields.CharField(max_length=32, db_index=True)
    open_for = fields.CharField(max_length=32, null=True, unique=True)
    state = fields.CharField(max_length=8)
    launched_at = fields.BigIntField()
    window_ends_at = fields.BigIntField(db_index=True)
    stopped_at = fields.BigIntField(null=True)
    constrained = fields.BooleanField(default=False)
    mixed = fields.BooleanField()
    located = fields.CharField(max_length=12)
    department = fields.CharField(max_length=3, null=True, db_index=True)
    commune = fields.CharField(max_length=80, null=True)
    flagged = fields.BooleanField(default=False)
    refill_at = fields.BigIntField(null=True, db_index=True)
    last_sign_at = fields.BigIntField(null=True)
    last_point_at = fields.BigIntField(null=True)
    first_sign_ms = fields.BigIntField(null=True)
    first_contact_ms = fields.BigIntField(null=True)
    contacts_first_minute = fields.IntField(default=0)

    class Meta:
        table = "alert"


class Press(Model):
    """One press of the button, so that a repeat is answered with the same alert."""

    id = fields.CharField(max_length=100, primary_key=True)
    alert_id = fields.CharField(max_length=32, db_index=True)
    caller_id = fields.CharField(max_length=32, db_index=True)
    at = fields.BigIntField()
    launched = fields.BooleanField()

    class Meta:
        table = "press"


class Place(Model):
    """One person alarmed by one alert: her invitation, and the sign she showed."""

    id = fields.CharField(max_length=66, primary_key=True)
    alert_id = fields.CharField(max_length=32, db_index=True)
    person_id = fields.CharField(max_length=32, db_index=True)
    wave = fields.IntField()
    state = fields.CharField(max_length=8)
    distance_km = fields.IntField(null=True)
    alarmed_at = fields.BigIntField(db_index=True)
    signed_at = fields.BigIntField(null=True)

    class Meta:
        table = "place"


class Wave(Model):
    id = fields.CharField(max_length=40, primary_key=True)
    alert_id = fields.CharField(max_length=32, db_index=True)
    number = fields.IntField()
    at = fields.BigIntField()
    size = fields.IntField()
    reason = fields.CharField(max_length=12)

    class Meta:
        table = "wave"


class Call(Model):
    """A tap on the phone link, and how it went."""

    id = fields.CharField(max_length=100, primary_key=True)
    alert_id = fields.CharField(max_length=32, db_index=True)
    person_id = fields.CharField(max_length=32)
    at = fields.BigIntField()
    outcome = fields.CharField(max_length=12, null=True)

    class Meta:
        table = "call"

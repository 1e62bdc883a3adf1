"""Columns of accounts. Sealed columns (`…_sealed`) open only with the person's key."""

from __future__ import annotations

from tortoise import fields
from tortoise.models import Model


class Person(Model):
    id = fields.CharField(max_length=32, primary_key=True)
    role = fields.CharField(max_length=12)
    partition = fields.CharField(max_length=8)
    pseudonym = fields.CharField(max_length=200)
    email_index = fields.CharField(max_length=64, unique=True)
    password_hash = fields.CharField(max_length=200)
    profile_sealed = fields.BinaryField()
    language = fields.CharField(max_length=2)
    verified = fields.BooleanField()
    banned_at = fields.BigIntField(null=True)
    mixed_help = fields.BooleanField()
    helps_allies = fields.BooleanField()
    explicit_push = fields.BooleanField()
    radius_km = fields.IntField()
    pin_hash = fields.CharField(max_length=200, null=True)
    duress_hash = fields.CharField(max_length=200, null=True)
    code_word_hash = fields.CharField(max_length=200, null=True)
    created_at = fields.BigIntField()
    opened_at = fields.BigIntField()
    push_tested_at = fields.BigIntField(null=True)

    class Meta:
        table = "person"


class Session(Model):
    id = fields.CharField(max_length=32, primary_key=True)
    person_id = fields.CharField(max_length=32, db_index=True)
    cookie_digest = fields.CharField(max_length=64, unique=True)
    device_digest = fields.CharField(max_length=64)
    credential_id = fields.CharField(max_length=32, null=True)
    shared = fields.BooleanField()
    opened_at = fields.BigIntField()
    seen_at = fields.BigIntField()
    ended_at = fields.BigIntField(null=True, db_index=True)
    ended_why = fields.CharField(max_length=12, null=True)

    class Meta:
        table = "session"


class Credential(Model):
    """An alert-only device credential."""

    id = fields.CharField(max_length=32, primary_key=True)
    person_id = fields.CharField(max_length=32, db_index=True)
    secret_digest = fields.CharField(max_length=64)
    made_at = fields.BigIntField()
    used_at = fields.BigIntField(null=True)
    revoked_at = fields.BigIntField(null=True)

    class Meta:
        table = "credential"


class Block(Model):
    id = fields.BigIntField(primary_key=True)
    blocker_id = fields.CharField(max_length=32, db_index=True)
    blocked_id = fields.CharField(max_length=32, db_index=True)
    at = fields.BigIntField()

    class Meta:
        table = "block"
        unique_together = (("blocker_id", "blocked_id"),)


class Attempt(Model):
    """A failed password or PIN, kept for the length of its window only."""

    id = fields.BigIntField(primary_key=True)
    actor = fields.CharField(max_length=64)
    at = fields.BigIntField()

    class Meta:
        table = "attempt"
        indexes = (("actor", "at"),)

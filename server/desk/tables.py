"""Columns of the desk: emergency disclosures."""

from __future__ import annotations

from tortoise import fields
from tortoise.models import Model


class Disclosure(Model):
    """Who asked, who agreed, and the prosecutor's word (sealed by a key of its own). The address is
    sealed by another, destroyed after a quarter of an hour."""

    id = fields.CharField(max_length=32, primary_key=True)
    visit_id = fields.CharField(max_length=32, db_index=True)
    reason = fields.CharField(max_length=8)
    asked_by = fields.CharField(max_length=32)
    asked_at = fields.BigIntField()
    agreed_by = fields.CharField(max_length=32, null=True)
    agreed_at = fields.BigIntField(null=True)
    given_at = fields.BigIntField(null=True)
    state = fields.CharField(max_length=8, db_index=True)
    prosecutor_sealed = fields.BinaryField()
    address_sealed = fields.BinaryField(null=True)

    class Meta:
        table = "disclosure"

"""Columns of wishes to stay in touch. The chats themselves are rooms."""

from __future__ import annotations

from tortoise import fields
from tortoise.models import Model


class Wish(Model):
    """One person's wish about another of the same alert. Both are in the `id` only, blinded: who
    reads the database, or an old backup of it, learns neither. Gone when the alert closes."""

    id = fields.CharField(max_length=64, primary_key=True)
    alert_id = fields.CharField(max_length=32, db_index=True)

    class Meta:
        table = "wish"

"""The wrapped data keys. Destroying a row here destroys what it sealed.

`kind` is person, position (a person's last known point × day), push (a device), report, text
(room × author × day) or trail (room × author × quarter of an hour). `scope` and `part` say which;
`dies_at` when at the latest.
"""

from __future__ import annotations

from tortoise import fields
from tortoise.models import Model


class DataKey(Model):
    id = fields.CharField(max_length=32, primary_key=True)
    kind = fields.CharField(max_length=12)
    scope = fields.CharField(max_length=80)
    author = fields.CharField(max_length=32)
    part = fields.BigIntField()
    epoch = fields.IntField(db_index=True)
    wrapped = fields.BinaryField()
    dies_at = fields.BigIntField(null=True, db_index=True)

    class Meta:
        table = "data_key"
        unique_together = (("kind", "scope", "author", "part"),)

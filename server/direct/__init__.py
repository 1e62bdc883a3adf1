"""Staying in touch: two blind wishes, and the chat they open when an alert closes."""

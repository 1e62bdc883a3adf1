"""Web push: subscriptions, outbox, delivery."""

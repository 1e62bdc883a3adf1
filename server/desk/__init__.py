"""The officers' desk of the helpline: queue, conversations, hand-over, orientation, disclosure."""
